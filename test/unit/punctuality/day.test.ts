import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countDay, type Told } from '../../../functions/punctuality/day.ts';
import { figuresOf } from '../../../functions/punctuality/figures.ts';

const time = (hour: number) => new Date(Date.UTC(2026, 10, 25, hour)).toISOString();
let count = 0;

/** What a report's timeline tells at an hour of the day. */
function told(
  hour: number,
  type: string,
  report: string,
  data: Partial<Told['data']> = {},
  version = 1,
): Told {
  count += 1;
  return {
    id: String(count).padStart(8, '0'),
    type: `report.${type}`,
    at: time(hour),
    aggregate: { type: 'report', id: report, version },
    data: { unit: 'HEPCO', overdue: false, ...data },
  };
}
const none = new Map<string, string[]>();
const figures = (entries: Told[], before = none, unit = 'HEPCO') => {
  const day = countDay(entries, before).get(unit);
  return day && figuresOf([day]);
};

describe('a unit’s day', () => {
  test('a report that is accepted and solved in time', () => {
    const clock = { turnStartedAt: time(1), clockStartedAt: time(1), dueAt: time(20) };
    expect(
      figures([
        told(1, 'submitted', 'a', clock),
        told(2, 'accepted', 'a', clock),
        told(5, 'resolved', 'a', clock),
      ]),
    ).toEqual({
      received: 1,
      accepted: 1,
      resolved: 1,
      onTime: 1,
      late: 0,
      shareOnTime: 1,
      medianMinutesToAccept: 60,
      medianMinutesToResolve: 240,
      overdueNow: 0,
      escalated: { toLeader: 0, above: 0, toCity: 0 },
    });
  });

  test('a deadline that passes counts when it passes, once, and what comes of it later mends nothing', () => {
    const dueAt = time(3);
    const late = [
      told(3, 'overdue', 'a', { overdue: true, dueAt }),
      told(3, 'escalated', 'a', { overdue: true, level: 1 }),
      told(4, 'escalated', 'a', { overdue: true, level: 2 }),
    ];
    expect(figures(late)).toMatchObject({
      late: 1,
      shareOnTime: 0,
      overdueNow: 1,
      escalated: { toLeader: 1, above: 1, toCity: 0 },
    });
    const solved = told(5, 'resolved', 'a', { dueAt: time(9), overdueAt: time(3), clockStartedAt: time(1) });
    expect(figures([...late, solved])).toMatchObject({ late: 1, onTime: 0, resolved: 1, overdueNow: 0 });
  });

  test('solved after its deadline before anybody said so is late', () => {
    const entries = [told(5, 'resolved', 'a', { dueAt: time(4), clockStartedAt: time(1) })];
    expect(figures(entries)).toMatchObject({ late: 1, onTime: 0 });
  });

  test('what was overdue in the morning and is not touched is overdue in the evening', () => {
    const before = new Map([
      ['HEPCO', ['a', 'b']],
      ['19753', ['c']],
    ]);
    expect(figures([told(5, 'resolved', 'a')], before)?.overdueNow).toBe(1);
    expect(figures([], before, '19753')?.overdueNow).toBe(1);
  });

  test('what is passed on while it is overdue is the next unit’s', () => {
    const before = new Map([['HEPCO', ['a']]]);
    const passed = told(5, 'returned', 'a', { unit: '19753', overdue: true, turnStartedAt: time(5) });
    expect(figures([passed], before)?.overdueNow).toBe(0);
    expect(figures([passed], before, '19753')).toMatchObject({ received: 1, overdueNow: 1 });
  });

  test('what happened to a report counts in the order of its versions, whatever the clocks of machines say', () => {
    const resolved = told(5, 'resolved', 'a', { overdueAt: time(4), clockStartedAt: time(1) }, 3);
    const overdue = told(6, 'overdue', 'a', { overdue: true }, 2);
    expect(figures([resolved, overdue])).toMatchObject({ late: 1, onTime: 0, overdueNow: 0 });
    // A comment says what its writer had read, which may be long over.
    const comment = told(7, 'commented', 'a', { overdue: true }, 3);
    expect(figures([resolved, overdue, comment])?.overdueNow).toBe(0);
  });

  test('a report that was late, was given more time and is late again counts once', () => {
    const again = told(5, 'overdue', 'a', { overdue: true, again: true });
    expect(figures([told(3, 'overdue', 'a', { overdue: true }), again])).toMatchObject({ late: 1 });
  });

  test('no deadlines, no share', () => {
    expect(figures([told(1, 'submitted', 'a')])).toMatchObject({
      shareOnTime: null,
      medianMinutesToAccept: null,
    });
  });
});

describe('whatever happened', () => {
  const entry = fc
    .record({
      hour: fc.integer({ min: 0, max: 23 }),
      type: fc.constantFrom('submitted', 'accepted', 'returned', 'overdue', 'escalated', 'resolved'),
      report: fc.constantFrom('a', 'b', 'c'),
      data: fc.record({
        unit: fc.constantFrom('HEPCO', '19753'),
        overdue: fc.boolean(),
        level: fc.constantFrom(1, 2, 3),
        dueAt: fc.constantFrom(time(3), time(20)),
        clockStartedAt: fc.constant(time(0)),
        turnStartedAt: fc.constant(time(0)),
      }),
    })
    .map(({ hour, type, report, data }) => told(hour, type, report, data));

  test('it is counted the same twice, in whatever order it is read', () => {
    fc.assert(
      fc.property(
        fc
          .array(entry, { maxLength: 30 })
          .chain((entries) =>
            fc.tuple(
              fc.constant(entries),
              fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length }),
            ),
          ),
        ([entries, shuffled]) => {
          const sorted = (all: Told[]) => [...countDay(all, none)].sort(([a], [b]) => a.localeCompare(b));
          expect(sorted(shuffled)).toEqual(sorted(entries));
        },
      ),
    );
  });

  test('a report is overdue at one unit at most', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 30 }), (entries) => {
        const all = [...countDay(entries, new Map([['UBND', ['a', 'b']]])).values()].flatMap(
          (day) => day.overdue,
        );
        expect(new Set(all).size).toBe(all.length);
      }),
    );
  });
});
