import { describe, expect, test } from 'vitest';
import { duplicateErrors } from '../../../functions/city/duplicates.ts';
import { misfits } from '../../../functions/city/misfits.ts';
import hueRouting from '../../../shared/city/data/hue-routing.json' with { type: 'json' };
import hueUnits from '../../../shared/city/data/hue-units.json' with { type: 'json' };
import { RoutingDocument, UnitsDocument } from '../../../shared/city/directory.ts';

const { units } = UnitsDocument.parse(hueUnits);
const routing = RoutingDocument.parse(hueRouting);
const without = (code: string) => units.filter((unit) => unit.code !== code);
const area = (unit: string) => ({
  unit,
  bbox: [0, 0, 1, 1] as [number, number, number, number],
  polygons: [],
});

describe('new units', () => {
  test('fit where nothing else is in force yet, and where they are the same', () => {
    expect(misfits(units, null, [])).toEqual([]);
    expect(misfits(units, routing, [area('19753')])).toEqual([]);
  });

  test('without a unit that the routing names do not fit, and the rules are named', () => {
    const rule = routing.rules.findIndex(({ unit }) => unit === 'HUEWACO');
    expect(misfits(without('HUEWACO'), routing, []).map(({ field }) => field)).toEqual([
      `routing.rules.${rule}.unit`,
    ]);
  });

  test('without a commune that the boundaries name do not fit; a new one fits everywhere', () => {
    expect(misfits(without('20179'), null, [area('20179')])).toEqual([
      { field: 'units', message: { vi: 'Ranh giới còn dùng 20179', en: 'The boundaries name 20179' } },
    ]);
    const added = { code: '99999', kind: 'commune' as const, name: { vi: 'Mới', en: 'New' } };
    expect(misfits([...units, added], routing, [area('20179')])).toEqual([]);
  });

  test('may keep a merged commune as an agency until the boundaries are new', () => {
    const merged = units.map((unit) => (unit.code === '20179' ? { ...unit, kind: 'agency' as const } : unit));
    expect(misfits(merged, routing, [area('20179')])).toEqual([]);
  });
});

test('a code that is there twice is named at its second place', () => {
  const errors = duplicateErrors('units', [{ code: 'A' }, { code: 'B' }, { code: 'A' }]);
  expect(errors.map(({ field }) => field)).toEqual(['units.2.code']);
});
