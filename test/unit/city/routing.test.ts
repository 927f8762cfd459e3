import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import hueCategories from '../../../shared/city/data/hue-categories.json' with { type: 'json' };
import hueRouting from '../../../shared/city/data/hue-routing.json' with { type: 'json' };
import hueUnits from '../../../shared/city/data/hue-units.json' with { type: 'json' };
import { categoryCodes } from '../../../shared/city/categories.ts';
import { CategoriesDocument, RoutingDocument, UnitsDocument } from '../../../shared/city/directory.ts';
import { routingErrors, routingOn, unitFor } from '../../../shared/city/routing.ts';

const { units } = UnitsDocument.parse(hueUnits);
const routing = RoutingDocument.parse(hueRouting);
const communes = units.filter(({ kind }) => kind === 'commune').map(({ code }) => code);

describe('what is shipped for Huế', () => {
  test('has 40 communes, all categories, and a unit that exists for each of them anywhere', () => {
    expect(communes).toHaveLength(40);
    expect(CategoriesDocument.parse(hueCategories).categories.map(({ code }) => code)).toEqual([
      ...categoryCodes,
    ]);
    expect(routingErrors(routing, units)).toEqual([]);
    const codes = units.map(({ code }) => code);
    fc.assert(
      fc.property(fc.constantFrom(...categoryCodes), fc.constantFrom(...communes), (category, commune) => {
        expect(codes).toContain(unitFor(routing, category, commune));
      }),
    );
  });
});

describe('a routing table', () => {
  test('sends by the first rule that fits', () => {
    const table = RoutingDocument.parse({
      rules: [
        { category: 'road_damage', communes: ['19753'], unit: 'SXD' },
        { category: 'road_damage', unit: 'COMMUNE' },
      ],
    });
    expect(unitFor(table, 'road_damage', '19753')).toBe('SXD');
    expect(unitFor(table, 'road_damage', '19774')).toBe('19774');
    expect(unitFor(table, 'animals', '19774')).toBeUndefined();
  });

  const fields = (rules: object[]) =>
    routingErrors(RoutingDocument.parse({ rules: [...rules, ...routing.rules] }), units).map(
      ({ field }) => field,
    );
  test('that names a unit or commune that does not exist is refused there', () => {
    expect(fields([{ category: 'animals', communes: ['19753'], unit: 'GONE' }])).toEqual(['rules.0.unit']);
    expect(fields([{ category: 'animals', communes: ['19753', '1'], unit: 'CA' }])).toEqual([
      'rules.0.communes.1',
    ]);
  });
  test('with a rule that nothing reaches is refused there', () => {
    expect(fields([{ category: 'animals', unit: 'CA' }])).toEqual([
      `rules.${1 + routing.rules.findIndex(({ category }) => category === 'animals')}`,
    ]);
  });
  test('that leaves a place without a unit is refused', () => {
    const partly = routing.rules.filter(({ category }) => category !== 'animals');
    const errors = routingErrors(
      { rules: [...partly, { category: 'animals', communes: ['19753'], unit: 'CA' }] },
      units,
    );
    expect(errors.map(({ message }) => message.en)).toEqual([
      'Category animals has no unit in 39 communes (19774, for one)',
    ]);
  });
  test('means the units and communes that followed those that it names', () => {
    const [first, second] = communes;
    const later = units.map((unit) =>
      unit.code === 'SXD' || unit.code === first
        ? { ...unit, to: '2026-06-30', successor: unit.code === 'SXD' ? 'SCT' : second }
        : unit,
    );
    const table = RoutingDocument.parse({
      rules: [
        { category: 'animals', communes: [first], unit: 'SXD' },
        { category: 'animals', unit: 'COMMUNE' },
      ],
    });
    expect(routingOn(table, later, '2026-06-30')).toEqual(table);
    expect(routingOn(table, later, '2026-07-01').rules).toEqual([
      { category: 'animals', communes: [second], unit: 'SCT' },
      { category: 'animals', unit: 'COMMUNE' },
    ]);
  });
});
