import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advance } from '../../../functions/reports/clock.ts';
import type { Report } from '../../../functions/reports/report.ts';
import { deadlines, now, submitted } from './samples.ts';

const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);

/** Takes every step that is due at a time. */
function run(report: Report, at: Date): { report: Report; events: string[] } {
  const events: string[] = [];
  for (;;) {
    const change = advance(report, at, deadlines);
    if (change === null) return { report, events };
    events.push(change.entry.type);
    report = change.report;
  }
}

test('nothing is due before its time', () => {
  expect(run(submitted(), hours(7.9)).events).toEqual([]);
});

test('what nobody accepts is escalated once, then reminded of, then overdue', () => {
  const first = run(submitted(), hours(8));
  expect(first.events).toEqual(['report.escalated']);
  expect(first.report.escalationLevel).toBe(1);
  const second = run(first.report, hours(144));
  expect(second.events).toEqual(['report.reminded']);
  const third = run(second.report, hours(168));
  expect(third.events).toEqual(['report.overdue']);
  expect(third.report.nextDueAt).toBeNull();
});

test('after a long sleep everything missed is made up for, in order', () => {
  expect(run(submitted(), hours(1000)).events).toEqual([
    'report.escalated',
    'report.reminded',
    'report.overdue',
  ]);
});

test('however often and whenever it is called, each step happens once and moves no version', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 20 }), (times) => {
      const events: string[] = [];
      let report = submitted();
      for (const time of [...times].sort((a, b) => a - b)) {
        const after = run(report, hours(time));
        report = after.report;
        events.push(...after.events);
      }
      expect(new Set(events).size).toBe(events.length);
      expect(report.version).toBe(1);
    }),
  );
});
