import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Command } from '../../../functions/reports/commands.ts';
import type { Report } from '../../../functions/reports/report.ts';
import { advance, putRight } from '../../../functions/reports/steps.ts';
import { transition } from '../../../functions/reports/transitions.ts';
import { context, now, official, submitted, timetable } from './samples.ts';

const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);

interface Story {
  report: Report;
  /** What happened, with the level where it is a step of the ladder. */
  events: string[];
}

/** Takes every step that is due at a time. */
function run(report: Report, at: Date, events: string[] = []): Story {
  const change = advance(report, at, timetable);
  if (change === null) return { report, events };
  const { type, data } = change.entry;
  const told = [type.replace('report.', ''), data.level, data.missed].filter(Boolean).join(' ');
  return run(change.report, at, [...events, told]);
}

const decide = (report: Report, at: Date, command: object) =>
  transition(report, Command.parse(command), context(report, official, at)).report;

describe('a report that everybody forgets', () => {
  test('nothing is due before its time', () => {
    expect(run(submitted(), hours(7.9)).events).toEqual([]);
  });

  test('climbs to the leader, those above and the city, twice: for accepting and for solving', () => {
    expect(run(submitted(), hours(1000)).events).toEqual([
      'escalated 1 acceptance',
      'escalated 2 acceptance',
      'escalated 3 acceptance',
      'reminded',
      'overdue',
      'escalated 1 resolution',
      'escalated 2 resolution',
      'escalated 3 resolution',
    ]);
    expect(run(submitted(), hours(1000)).report).toMatchObject({
      escalationLevel: 3,
      nextDueAt: null,
      version: 1,
    });
  });

  test('is told of in time: each step when it is due, none before', () => {
    let { report }: Pick<Story, 'report'> = { report: submitted() };
    for (const due of [8, 32, 56, 144, 168, 192, 216]) {
      expect(run(report, hours(due - 0.01)).events).toEqual([]);
      ({ report } = run(report, hours(due)));
    }
    expect(report.nextDueAt).toBeNull();
  });

  test('what waits in screening climbs as well', () => {
    expect(run(submitted({ category: null }), hours(8)).events).toEqual(['escalated 1 acceptance']);
  });
});

describe('what somebody does', () => {
  test('accepting ends the climb for accepting, and the level that it had', () => {
    const climbed = run(submitted(), hours(40)).report;
    expect(climbed.escalationLevel).toBe(2);
    const accepted = decide(climbed, hours(41), { action: 'accept' });
    expect(accepted.escalationLevel).toBe(0);
    expect(run(accepted, hours(1000)).events).toEqual([
      'reminded',
      'overdue',
      'escalated 1 resolution',
      'escalated 2 resolution',
      'escalated 3 resolution',
    ]);
  });

  test('solving ends everything; a week later it is closed by itself, as a decision', () => {
    const accepted = decide(submitted(), hours(1), { action: 'accept' });
    const solved = decide(accepted, hours(100), {
      action: 'resolve',
      outcome: 'cannot_fix',
      done: 'Hết cách',
    });
    expect(run(solved, hours(267)).events).toEqual([]);
    const { report, events } = run(solved, hours(268));
    expect(events).toEqual(['closed']);
    expect(report).toMatchObject({ status: 'closed', version: solved.version + 1, nextDueAt: null });
  });

  test('waiting stops reminders and climbing; it does not last for ever', () => {
    const accepted = decide(submitted(), hours(1), { action: 'accept' });
    const asked = decide(accepted, hours(2), { action: 'ask', question: 'Ở đâu?' });
    expect(run(asked, hours(101)).events).toEqual([]);
    const { report, events } = run(asked, hours(102));
    expect(events).toEqual(['resumed']);
    expect(report).toMatchObject({ status: 'in_progress', question: null, version: asked.version + 1 });
    expect(report.dueAt).toBe(hours(268).toISOString());
  });

  test('what is late already climbs on while its office waits for others', () => {
    const accepted = decide(submitted(), hours(1), { action: 'accept' });
    const late = run(accepted, hours(170));
    const asked = decide(late.report, hours(171), { action: 'ask', question: 'Ở đâu?' });
    expect(run(asked, hours(192)).events).toEqual(['escalated 2 resolution']);
  });

  test('a transfer resets nothing of what solving has missed, and gives the new office its own climb', () => {
    const late = run(decide(submitted(), hours(1), { action: 'accept' }), hours(170));
    const there = decide(late.report, hours(171), { action: 'return', unit: 'HEPCO', reason: 'Của HEPCO' });
    expect(there).toMatchObject({ overdueLevel: 1, escalationLevel: 1 });
    expect(run(there, hours(192)).events).toEqual(['escalated 1 acceptance', 'escalated 2 resolution']);
  });

  test('more time undoes no step; what comes later counts from the new deadline', () => {
    const leads = { role: 'leader', accountId: 'leader', unit: '19753' } as const;
    const late = run(decide(submitted(), hours(1), { action: 'accept' }), hours(170)).report;
    const more = { action: 'ask-extension', duration: { count: 100, unit: 'hours' }, reason: 'Chờ vật tư' };
    const asked = decide(late, hours(171), more);
    const granted = transition(
      asked,
      Command.parse({ action: 'grant-extension' }),
      context(asked, leads, hours(172)),
    );
    expect(granted.report).toMatchObject({ overdueLevel: 1, dueAt: hours(268).toISOString() });
    // Reminded of and told of again; the ladder goes on where it was.
    expect(run(granted.report, hours(292)).events).toEqual(['reminded', 'overdue', 'escalated 2 resolution']);
  });
});

describe('however and whenever it is called', () => {
  const calls = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 20 });

  test('each step happens once and moves no version', () => {
    fc.assert(
      fc.property(calls, (times) => {
        const story = times
          .toSorted((a, b) => a - b)
          .reduce<Story>(({ report, events }, time) => run(report, hours(time), events), {
            report: submitted(),
            events: [],
          });
        expect(new Set(story.events).size).toBe(story.events.length);
        expect(story.report.version).toBe(1);
      }),
    );
  });

  test('by machines whose clocks are five minutes off, either way: nothing is lost and nothing comes twice', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 40, maxLength: 40 }), (skews) => {
        const story = skews.reduce<Story>(
          ({ report, events }, skew, index) => run(report, hours(index * 6 + skew / 60), events),
          { report: submitted(), events: [] },
        );
        expect(run(story.report, hours(250), story.events).events).toEqual(
          run(submitted(), hours(250)).events,
        );
      }),
    );
  });

  test('a time of the next step that a crossing write left wrong is put right', () => {
    const report = submitted();
    expect(putRight(report, timetable)).toBeNull();
    expect(putRight({ ...report, nextDueAt: now.toISOString() }, timetable)).toEqual(report);
  });
});
