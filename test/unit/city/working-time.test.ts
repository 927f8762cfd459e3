import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { missingYears, WorkingCalendar } from '../../../shared/city/working-calendar.ts';
import { UnknownYear, workingTime } from '../../../shared/city/working-time.ts';

const file: unknown = JSON.parse(
  readFileSync(new URL('../../../shared/city/data/vn-calendar.json', import.meta.url), 'utf8'),
);
const calendar = WorkingCalendar.parse(file);
const { add, between, isWorkingDay, subtract } = workingTime(calendar);
/** A moment by the city's time. */
const at = (text: string) => new Date(`${text}:00+07:00`);
const hours = 60;

describe('by example', () => {
  test.each([
    ['within a morning', '2026-11-23T08:00', 2 * hours, '2026-11-23T10:00'],
    ['over lunch', '2026-11-23T11:00', 1 * hours, '2026-11-23T14:00'],
    ['from before work', '2026-11-23T05:00', 1 * hours, '2026-11-23T08:30'],
    ['from the evening, over Vietnam Culture Day', '2026-11-23T20:00', 1 * hours, '2026-11-25T08:30'],
    ['over a weekend', '2026-11-27T16:00', 2 * hours, '2026-11-30T08:30'],
    ['over Tết, all nine days of it', '2026-02-13T16:00', 2 * hours, '2026-02-23T08:30'],
    ['onto a Saturday that makes up for a day off', '2026-08-21T16:30', 1 * hours, '2026-08-22T08:00'],
    ['over the end of a year', '2025-12-31T16:30', 1 * hours, '2026-01-05T08:00'],
    ['eight working hours', '2026-11-26T07:30', 8 * hours, '2026-11-27T08:00'],
  ])('%s: %s and %i minutes is %s', (_, from, minutes, to) => {
    expect(add(at(from), minutes)).toEqual(at(to));
    expect(between(at(from), at(to))).toBe(minutes);
  });

  test('no time from outside the hours is the next moment of work', () => {
    expect(add(at('2026-11-28T12:00'), 0)).toEqual(at('2026-11-30T07:30'));
  });

  test('what nobody has said is unknown, not a working day', () => {
    expect(() => add(at('2027-12-31T16:59'), 2)).toThrow(UnknownYear);
    expect(() => isWorkingDay('2024-12-31')).toThrow('2024');
  });

  test('what must not stop takes Monday to Friday in an unknown year', () => {
    const { add: addAnyway } = workingTime(calendar, 'weekdays');
    expect(addAnyway(at('2027-12-31T16:59'), 2)).toEqual(at('2028-01-03T07:31'));
  });

  test('each of the three years has its days: so many are worked', () => {
    const worked = (year: number) =>
      Array.from({ length: 365 }, (__, n) =>
        new Date(Date.UTC(year, 0, 1 + n)).toISOString().slice(0, 10),
      ).filter(isWorkingDay).length;
    expect([worked(2025), worked(2026), worked(2027)]).toEqual([250, 249, 249]);
  });
});

describe('whatever the moment', () => {
  const moment = fc.date({ min: at('2025-03-01T00:00'), max: at('2027-06-30T00:00'), noInvalidDate: true });
  const minutes = fc.integer({ min: 0, max: 30 * 8 * hours });

  test('later starts and longer durations end later, never before they began, and within working hours', () => {
    fc.assert(
      fc.property(moment, moment, minutes, minutes, (a, b, m, n) => {
        const [early, late] = a <= b ? [a, b] : [b, a];
        const [short, long] = m <= n ? [m, n] : [n, m];
        expect(add(early, short).getTime()).toBeLessThanOrEqual(add(late, short).getTime());
        expect(add(early, short).getTime()).toBeLessThanOrEqual(add(early, long).getTime());
        const end = add(early, long);
        expect(end.getTime()).toBeGreaterThanOrEqual(early.getTime());
        const time = new Date(end.getTime() + 7 * 3_600_000).toISOString().slice(11, 16);
        expect((time >= '07:30' && time <= '11:30') || (time >= '13:30' && time <= '17:00')).toBe(true);
      }),
    );
  });

  test('what was added is measured again; two parts come to the same as the whole', () => {
    fc.assert(
      fc.property(moment, minutes, minutes, (from, m, n) => {
        expect(between(from, add(from, m))).toBe(m);
        expect(between(add(from, m), add(add(from, m), n))).toBe(n);
        expect(between(from, add(add(from, m), n))).toBe(m + n);
      }),
    );
  });

  test('going back by what was added comes to a moment from which as much passes', () => {
    fc.assert(
      fc.property(moment, minutes, (from, m) => {
        const end = add(from, m);
        expect(between(subtract(end, m), end)).toBe(m);
        expect(subtract(from, m).getTime()).toBeLessThanOrEqual(from.getTime());
        expect(between(subtract(from, m), from)).toBe(m);
      }),
    );
  });

  test('an interval that is split adds up', () => {
    fc.assert(
      fc.property(fc.tuple(moment, moment, moment), (moments) => {
        const [a, b, c] = moments.toSorted((x, y) => x.getTime() - y.getTime()) as [Date, Date, Date];
        expect(between(a, b) + between(b, c)).toBeCloseTo(between(a, c), 6);
      }),
    );
  });
});

test('a year is asked for sixty days before it begins, and missed when it has', () => {
  const { 2025: past, 2026: current } = calendar.years;
  const years = { 2025: past!, 2026: current! };
  const missing = (now: string) => missingYears({ years }, at(now)).map(({ year, isNow }) => [year, isNow]);
  expect(missing('2026-11-01T23:59')).toEqual([]);
  expect(missing('2026-11-02T00:00')).toEqual([['2027', false]]);
  expect(missing('2027-01-01T00:00')).toEqual([['2027', true]]);
});

describe('a calendar that cannot be is refused by the field', () => {
  const year = calendar.years['2026']!;
  test.each<[string, object]>([
    [
      'hours.1',
      {
        hours: [
          { from: '07:30', to: '12:00' },
          { from: '11:00', to: '17:00' },
        ],
      },
    ],
    ['hours.0', { hours: [{ from: '17:00', to: '07:30' }] }],
    [
      'years.2026.holidays.0',
      { years: { 2026: { ...year, holidays: [{ name: 'a', from: '2025-12-31', to: '2026-01-01' }] } } },
    ],
    [
      'years.2026.holidays.0',
      { years: { 2026: { ...year, holidays: [{ name: 'a', from: '2026-02-02', to: '2026-02-01' }] } } },
    ],
    [
      'years.2026.holidays.1',
      {
        years: {
          2026: {
            ...year,
            holidays: [
              { name: 'a', from: '2026-02-02', to: '2026-02-04' },
              { name: 'b', from: '2026-02-04', to: '2026-02-05' },
            ],
          },
        },
      },
    ],
    ['years.2026.makeUpDays.0', { years: { 2026: { ...year, makeUpDays: ['2026-11-25'] } } }],
  ])('%s', (field, wrong) => {
    const { error } = WorkingCalendar.safeParse({ ...calendar, ...wrong });
    expect(error?.issues.map(({ path }) => path.join('.'))).toContain(field);
  });
});
