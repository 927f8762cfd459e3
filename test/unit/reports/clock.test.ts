import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Command } from '../../../functions/reports/commands.ts';
import type { Report } from '../../../functions/reports/report.ts';
import { isOverdue } from '../../../functions/reports/clock.ts';
import { transition } from '../../../functions/reports/transitions.ts';
import {
  leader,
  monitor,
  official,
  reporter,
  context,
  shippedTimetable,
  submitted,
  working,
} from './samples.ts';

/** A moment by the city's time. */
const at = (text: string) => new Date(`${text}:00+07:00`);
/** Half past eight on a Wednesday. */
const start = at('2026-11-25T08:30');
const fresh = () => submitted({}, start, shippedTimetable);

/** A report after decisions, each at its time. */
function decide(
  report: Report,
  ...decisions: [when: Date, command: object, actor?: typeof leader | typeof monitor | typeof reporter][]
) {
  return decisions.reduce(
    (before, [when, command, actor = official]) =>
      transition(before, Command.parse(command), context(before, actor, when, shippedTimetable)).report,
    report,
  );
}
const accept = { action: 'accept' };
const ask = { action: 'ask', question: 'Ở đoạn nào?' };
const answer = { action: 'answer', text: 'Trước số 12' };

describe('by example', () => {
  test('eight working hours to accept, seven working days to resolve', () => {
    expect(fresh()).toMatchObject({
      acceptDueAt: at('2026-11-26T09:00').toISOString(),
      dueAt: at('2026-12-04T08:30').toISOString(),
      urgency: 'normal',
    });
  });

  test('what is urgent runs by the clock on the wall, from when it is known to be', () => {
    const urgent = { action: 'categorise', category: 'road_damage', urgency: 'urgent' };
    const report = decide(fresh(), [at('2026-11-27T22:00'), urgent, monitor]);
    expect(report).toMatchObject({
      urgency: 'urgent',
      dueAt: at('2026-11-28T02:00').toISOString(),
      // The office had until Thursday morning, and has not accepted: it is given no more time by this.
      acceptDueAt: at('2026-11-26T09:00').toISOString(),
    });
  });

  test('what becomes urgent and goes to another office has the urgent deadline there', () => {
    const change = {
      action: 'categorise',
      category: 'waste_environment',
      urgency: 'urgent',
      unit: 'HEPCO',
    };
    expect(decide(fresh(), [at('2026-11-27T22:00'), change, monitor])).toMatchObject({
      unit: { code: 'HEPCO' },
      dueAt: at('2026-11-28T02:00').toISOString(),
      acceptDueAt: at('2026-11-27T23:00').toISOString(),
    });
  });

  test('another category has another deadline, counted from the start', () => {
    const report = decide(fresh(), [
      at('2026-11-25T10:00'),
      { action: 'categorise', category: 'construction_violation' },
      monitor,
    ]);
    expect(report.dueAt).toBe(at('2026-12-16T08:30').toISOString());
    expect(report.deadlinesVersion).toBe(shippedTimetable.version);
  });

  test('a change of category makes nothing late by itself', () => {
    const slow = decide(fresh(), [
      at('2026-11-25T10:00'),
      { action: 'categorise', category: 'construction_violation' },
      monitor,
    ]);
    const back = decide(slow, [
      at('2026-12-10T10:00'),
      { action: 'categorise', category: 'road_damage' },
      monitor,
    ]);
    expect(back.dueAt).toBe(at('2026-12-21T10:00').toISOString());
  });

  test('it stands still while the citizen is asked, and goes on with what was left', () => {
    const asked = decide(fresh(), [at('2026-11-25T09:30'), accept], [at('2026-11-25T10:30'), ask]);
    expect(asked).toMatchObject({
      pausedAt: at('2026-11-25T10:30').toISOString(),
      waitEndsAt: at('2026-12-02T10:30').toISOString(),
      nextDueAt: at('2026-12-02T10:30').toISOString(),
    });
    // Two working days later, over a night each.
    const answered = decide(asked, [at('2026-11-27T10:30'), answer, reporter]);
    expect(answered).toMatchObject({ pausedAt: null, dueAt: at('2026-12-08T08:30').toISOString() });
    expect(answered.clockVersion).toBe(asked.clockVersion + 1);
  });

  test('a transfer goes on with the rest: the deadline stays, the new office has its own time to accept', () => {
    const there = decide(fresh(), [
      at('2026-11-26T15:00'),
      { action: 'return', unit: 'HEPCO', reason: 'Cống của HEPCO' },
    ]);
    expect(there).toMatchObject({
      dueAt: fresh().dueAt,
      turnStartedAt: at('2026-11-26T15:00').toISOString(),
      acceptDueAt: at('2026-11-27T15:30').toISOString(),
    });
  });

  test('more time is asked for with a reason, granted by the leader, and once', () => {
    const more = {
      action: 'ask-extension',
      duration: { count: 3, unit: 'workingDays' },
      reason: 'Chờ vật tư',
    };
    const asked = decide(fresh(), [at('2026-11-25T09:00'), accept], [at('2026-11-26T09:00'), more]);
    expect(asked).toMatchObject({ dueAt: fresh().dueAt, extension: { state: 'asked' } });
    const granted = decide(asked, [at('2026-11-26T10:00'), { action: 'grant-extension' }, leader]);
    expect(granted.dueAt).toBe(at('2026-12-09T08:30').toISOString());
    expect(() => decide(granted, [at('2026-11-27T10:00'), more])).toThrow('extended-already');
    expect(() => decide(granted, [at('2026-11-27T10:00'), { action: 'grant-extension' }, leader])).toThrow(
      'no-extension-asked',
    );
    const refused = decide(asked, [
      at('2026-11-26T10:00'),
      { action: 'refuse-extension', reason: 'Đủ người rồi' },
      leader,
    ]);
    expect(refused.dueAt).toBe(fresh().dueAt);
    expect(decide(refused, [at('2026-11-27T10:00'), more]).extension?.state).toBe('asked');
  });

  test('what is asked of one leader is not asked of the next', () => {
    const more = {
      action: 'ask-extension',
      duration: { count: 3, unit: 'workingDays' },
      reason: 'Chờ vật tư',
    };
    const moved = decide(
      fresh(),
      [at('2026-11-25T09:00'), accept],
      [at('2026-11-26T09:00'), more],
      [at('2026-11-26T10:00'), { action: 'return', unit: 'HEPCO', reason: 'Của HEPCO' }],
    );
    expect(moved.extension).toBeNull();
  });

  test('more time runs as the deadline does', () => {
    const accepted = decide(fresh(), [start, accept]);
    const night = { action: 'ask-extension', duration: { count: 5, unit: 'hours' }, reason: 'Vì' };
    expect(() => decide(accepted, [start, night])).toThrow(
      expect.objectContaining({ fields: [expect.objectContaining({ field: 'duration.unit' })] }),
    );
  });

  test('what becomes urgent while others are waited for has its four hours when it goes on', () => {
    const wait = { action: 'wait', party: 'Điện lực' };
    const urgent = { action: 'categorise', category: 'road_damage', urgency: 'urgent' };
    const waiting = decide(fresh(), [start, accept], [at('2026-11-26T09:00'), wait]);
    const report = decide(
      waiting,
      [at('2026-11-30T09:00'), urgent, monitor],
      [at('2026-11-30T09:05'), { action: 'start' }],
    );
    expect(report.dueAt).toBe(at('2026-11-30T13:05').toISOString());
  });

  test('a late report that becomes urgent is to be taken on within the hour', () => {
    const returned = decide(fresh(), [
      at('2026-12-07T09:00'),
      { action: 'return', unit: 'HEPCO', reason: 'Của HEPCO' },
    ]);
    const late = { ...returned, overdueAt: at('2026-12-04T08:30').toISOString(), overdueTold: true };
    const urgent = { action: 'categorise', category: 'road_damage', urgency: 'urgent', unit: 'HEPCO' };
    expect(decide(late, [at('2026-12-07T10:00'), urgent, monitor])).toMatchObject({
      acceptDueAt: at('2026-12-07T11:00').toISOString(),
      dueAt: returned.dueAt,
    });
  });

  test('a question of the office before does not stand on at the next', () => {
    const asked = decide(fresh(), [start, accept], [start, ask]);
    const moved = decide(asked, [
      at('2026-11-26T09:00'),
      { action: 'categorise', category: 'waste_environment', unit: 'HEPCO' },
      monitor,
    ]);
    expect(moved).toMatchObject({ question: null, pausedAt: null, unit: { code: 'HEPCO' } });
  });

  test('more time than the city grants is refused by the field', () => {
    const accepted = decide(fresh(), [start, accept]);
    const year = { action: 'ask-extension', duration: { count: 200, unit: 'workingDays' }, reason: 'Vì' };
    expect(() => decide(accepted, [start, year])).toThrow(
      expect.objectContaining({ fields: [expect.objectContaining({ field: 'duration' })] }),
    );
  });
});

describe('whatever the moments', () => {
  const moment = fc.date({ min: start, max: at('2027-03-30T00:00'), noInvalidDate: true });

  test('a pause never shortens what is left, also over Tết and the end of months', () => {
    fc.assert(
      fc.property(moment, moment, fc.boolean(), (a, b, isUrgent) => {
        const [pausedAt, resumedAt] = a <= b ? [a, b] : [b, a];
        const report = isUrgent
          ? decide(fresh(), [
              start,
              { action: 'categorise', category: 'road_damage', urgency: 'urgent' },
              monitor,
            ])
          : fresh();
        const left = (one: Report, now: Date) =>
          isUrgent
            ? Math.max(0, Date.parse(one.dueAt) - now.getTime())
            : working.between(now, new Date(one.dueAt));
        const paused = decide(report, [start, accept], [pausedAt, ask]);
        const resumed = decide(paused, [resumedAt, answer, reporter]);
        expect(left(resumed, resumedAt)).toBeCloseTo(left(paused, pausedAt), 3);
        expect(Date.parse(resumed.dueAt)).toBeGreaterThanOrEqual(Date.parse(paused.dueAt));
        // What was late before it stood still is late afterwards.
        if (isOverdue(report, pausedAt)) expect(isOverdue(resumed, resumedAt)).toBe(true);
      }),
    );
  });

  test('two pauses that follow each other stop it as long as one', () => {
    fc.assert(
      fc.property(fc.tuple(moment, moment, moment), (moments) => {
        const [a, b, c] = moments.toSorted((x, y) => x.getTime() - y.getTime()) as [Date, Date, Date];
        const asked = decide(fresh(), [start, accept], [a, ask]);
        const twice = decide(asked, [b, answer, reporter], [b, ask], [c, answer, reporter]);
        expect(twice.dueAt).toBe(decide(asked, [c, answer, reporter]).dueAt);
      }),
    );
  });
});
