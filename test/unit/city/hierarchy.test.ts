import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import hueUnits from '../../../shared/city/data/hue-units.json' with { type: 'json' };
import { type Unit, UnitsDocument } from '../../../shared/city/directory.ts';
import { hierarchyErrors, stands, successorOf, unitsBelow } from '../../../shared/city/hierarchy.ts';

const hue = UnitsDocument.parse(hueUnits).units;
const unit = (code: string, facts: Partial<Unit> = {}): Unit => ({
  code,
  kind: 'agency',
  name: { vi: code, en: code },
  parent: 'CITY',
  ...facts,
});
const city: Unit = { code: 'CITY', kind: 'city', name: { vi: 'Thành phố', en: 'City' } };
const ended = (code: string, successor: string, to = '2026-06-30') => unit(code, { to, successor });
const fields = (...units: Unit[]) => hierarchyErrors([city, ...units]).map(({ field }) => field);

describe('what is shipped for Huế', () => {
  test('is one city with 40 communes, agencies and companies below it', () => {
    expect(hierarchyErrors(hue)).toEqual([]);
    const below = unitsBelow(hue, 'UBND', '2026-11-23');
    expect(below).toHaveLength(hue.length - 1);
    expect(hue.filter(({ kind, parent }) => kind === 'commune' && parent === 'UBND')).toHaveLength(40);
    expect(unitsBelow(hue, 'SKHCN', '2026-11-23')).toEqual(['IOC']);
    expect(unitsBelow(hue, '19753', '2026-11-23')).toEqual([]);
  });
});

describe('units are refused, each by its place', () => {
  test.each([
    ['a code twice', ['units.2.code'], [unit('A'), unit('A')]],
    ['a parent that is missing', ['units.1.parent'], [{ ...unit('A'), parent: undefined }]],
    ['a parent that is not there', ['units.1.parent'], [unit('A', { parent: 'X' })]],
    [
      'parents in a circle, but not what hangs below it',
      ['units.1.parent', 'units.2.parent'],
      [unit('A', { parent: 'B' }), unit('B', { parent: 'A' }), unit('C', { parent: 'B' })],
    ],
    ['a unit below itself', ['units.1.parent'], [unit('A', { parent: 'A' })]],
    [
      'a last day before the first',
      ['units.1.to'],
      [ended('A', 'B'), unit('B')].map((one, index) => (index === 0 ? { ...one, from: '2026-07-01' } : one)),
    ],
    ['an end without a successor', ['units.1.successor'], [unit('A', { to: '2026-06-30' })]],
    ['a successor without an end', ['units.1.successor'], [unit('A', { successor: 'B' }), unit('B')]],
    ['a successor that is not there', ['units.1.successor'], [ended('A', 'X')]],
    ['a unit that follows itself', ['units.1.successor'], [ended('A', 'A')]],
    [
      'successors in a circle',
      ['units.1.successor', 'units.2.successor'],
      [ended('A', 'B'), ended('B', 'A')],
    ],
    ['a successor from below', ['units.1.successor'], [ended('A', 'B'), unit('B', { parent: 'A' })]],
    [
      'a commune that no commune follows',
      ['units.1.successor'],
      [{ ...ended('A', 'B'), kind: 'commune' }, unit('B')],
    ],
    ['a gap', ['units.1.successor'], [ended('A', 'B'), unit('B', { from: '2026-07-02' })]],
    ['service to what is no commune', ['units.1.serves'], [unit('A', { serves: ['CITY'] })]],
  ] as [string, string[], Unit[]][])('%s', (_, expected, units) => {
    expect(fields(...units)).toEqual(expected);
  });

  test('without a city, with two, with one that ends or stands below', () => {
    expect(hierarchyErrors([]).map(({ field }) => field)).toEqual(['units']);
    expect(fields({ ...city, code: 'TWO' })).toEqual(['units']);
    const errors = hierarchyErrors([{ ...city, to: '2030-01-01', successor: 'A' }, unit('A')]);
    expect(errors.map(({ field }) => field)).toEqual(['units.0.to']);
    expect(hierarchyErrors([{ ...city, parent: 'A' }, unit('A')]).map(({ field }) => field)).toContain(
      'units.0.parent',
    );
  });

  test('not so a successor that begins the next day', () => {
    expect(fields(ended('A', 'B'), unit('B', { from: '2026-07-01' }))).toEqual([]);
  });
});

describe('who has the work', () => {
  const units = [city, ended('A', 'B'), ended('B', 'C', '2026-08-31'), unit('C', { from: '2026-09-01' })];
  test.each([
    ['2026-06-30', 'A'],
    ['2026-07-01', 'B'],
    ['2026-08-31', 'B'],
    ['2026-09-01', 'C'],
  ])('on %s it is %s', (day, code) => {
    expect(successorOf(units, 'A', day)?.code).toBe(code);
  });
  test('of a unit that is not there: nobody', () => {
    expect(successorOf(units, 'X', '2026-07-01')).toBeUndefined();
  });
  test('what stood below a unit that ended stands below its successor', () => {
    const company = unit('D', { parent: 'A' });
    expect(unitsBelow([...units, company], 'A', '2026-06-30')).toEqual(['D']);
    expect(unitsBelow([...units, company], 'A', '2026-07-01')).toEqual([]);
    expect(unitsBelow([...units, company], 'B', '2026-07-01')).toEqual(['D']);
    expect(unitsBelow([...units, company], 'CITY', '2026-09-01')).toEqual(['C', 'D']);
  });
  test('a unit stands from its first to its last day', () => {
    const one = { from: '2026-01-01', to: '2026-06-30' };
    const days = ['2025-12-31', '2026-01-01', '2026-06-30', '2026-07-01'];
    expect(days.map((day) => stands(one, day))).toEqual([false, true, true, false]);
  });
});

test('any units that are taken form one tree: all below the city, none below itself', () => {
  const codes = ['A', 'B', 'C', 'D', 'E'];
  const parents = fc.array(fc.constantFrom('CITY', ...codes, 'X'), { minLength: 5, maxLength: 5 });
  const [taken, refused] = [new Set<boolean>(), new Set<boolean>()];
  fc.assert(
    fc.property(parents, (above) => {
      const units = [city, ...codes.map((code, index) => unit(code, { parent: above[index] }))];
      const good = hierarchyErrors(units).length === 0;
      (good ? taken : refused).add(true);
      expect(unitsBelow(units, 'CITY', '2026-11-23').length === codes.length).toBe(good);
      for (const code of codes) expect(unitsBelow(units, code, '2026-11-23')).not.toContain(code);
    }),
    { numRuns: 1000 },
  );
  expect([taken.size, refused.size]).toEqual([1, 1]);
});
