import { describe, expect, test } from 'vitest';
import { misfits, strandedPosts, unitsErrors } from '../../../functions/directory/misfits.ts';
import hueRouting from '../../../shared/city/data/hue-routing.json' with { type: 'json' };
import hueUnits from '../../../shared/city/data/hue-units.json' with { type: 'json' };
import { RoutingDocument, type Unit, UnitsDocument } from '../../../shared/city/directory.ts';
import { post } from './samples.ts';

const { units } = UnitsDocument.parse(hueUnits);
const routing = RoutingDocument.parse(hueRouting);
const without = (code: string) => units.filter((unit) => unit.code !== code);
const changed = (code: string, facts: Partial<Unit>) =>
  units.map((unit) => (unit.code === code ? { ...unit, ...facts } : unit));
const ended = (code: string, successor: string) => changed(code, { to: '2026-06-30', successor });
const english = (errors: readonly { message: { en: string } }[]) => errors.map(({ message }) => message.en);

describe('new units by themselves', () => {
  test('are good where they are the same, and where one ends', () => {
    expect(unitsErrors(units, [], 'IOC')).toEqual([]);
    expect(unitsErrors(units, units, 'IOC')).toEqual([]);
    expect(unitsErrors(ended('HUEWACO', 'HEPCO'), units, 'IOC')).toEqual([]);
  });
  test('do not lose one of before', () => {
    expect(english(unitsErrors(without('20182'), units, 'IOC'))).toEqual([
      '20182 is missing: a unit is ended, with its last day and a successor, never removed',
    ]);
  });
  test('keep their monitoring centre: reports without a category go there', () => {
    const message = 'The monitoring centre IOC is missing, or it ends';
    expect(english(unitsErrors(without('IOC'), [], 'IOC'))).toEqual([message]);
    expect(english(unitsErrors(ended('IOC', 'SKHCN'), [], 'IOC'))).toEqual([message]);
  });
});

describe('new units', () => {
  test('fit where nothing else is in force yet, and where they are the same', () => {
    expect(misfits(units, null, [])).toEqual([]);
    expect(misfits(units, routing, ['19753'])).toEqual([]);
  });

  test('without a unit that the routing names do not fit, and the rules are named', () => {
    const rule = routing.rules.findIndex(({ unit }) => unit === 'HUEWACO');
    expect(misfits(without('HUEWACO'), routing, []).map(({ field }) => field)).toEqual([
      `routing.rules.${rule}.unit`,
    ]);
  });

  test('that end fit, since their successor gets what the routing and the boundaries give them', () => {
    expect(misfits(ended('HUEWACO', 'HEPCO'), routing, ['19753'])).toEqual([]);
    expect(misfits(ended('20179', '20182'), routing, ['20179', '20182'])).toEqual([]);
  });

  test('in which a commune of the boundaries is none any more do not fit; a new one fits everywhere', () => {
    expect(misfits(changed('20179', { kind: 'agency' }), null, ['20179'])).toEqual([
      { field: 'units', message: { vi: 'Ranh giới còn dùng 20179', en: 'The boundaries name 20179' } },
    ]);
    const added: Unit = { code: '99999', kind: 'commune', name: { vi: 'Mới', en: 'New' }, parent: 'UBND' };
    expect(misfits([...units, added], routing, ['20179'])).toEqual([]);
  });
});

test('a unit does not end while posts in it run on', () => {
  const index = units.findIndex(({ code }) => code === 'HUEWACO');
  const posts = [
    post({ unit: 'HUEWACO' }),
    post({ unit: 'HUEWACO', login: 'b', to: '2026-07-01' }),
    post({ unit: 'HUEWACO', login: 'c', to: '2026-06-30' }),
    post({ unit: 'HEPCO' }),
  ];
  const found = strandedPosts(ended('HUEWACO', 'HEPCO'), posts, '2026-06-01');
  expect(found.map(({ field, message }) => [field, message.en])).toEqual([
    [`units.${index}.to`, '2 posts run on after it: import the posts with the units'],
  ]);
  expect(strandedPosts(units, posts, '2026-06-01')).toEqual([]);
});
