import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DomainError } from '../../../shared/errors.ts';
import { isPublic, reportStatuses } from '../../../shared/report.ts';
import { Report } from '../../../functions/reports/report.ts';
import { Command } from '../../../functions/reports/commands.ts';
import { transition, transitions } from '../../../functions/reports/transitions.ts';
import {
  context,
  hepco,
  leader,
  monitor,
  neighbour,
  now,
  official,
  phuXuan,
  reporter,
  stranger,
  submitted,
} from './samples.ts';

const photo = '01KAR3R0000000000000000000';
const commands = {
  categorise: { action: 'categorise', category: 'waste_environment' },
  assign: { action: 'assign', assignee: 'someone' },
  accept: { action: 'accept' },
  start: { action: 'start' },
  ask: { action: 'ask', question: 'Ở đoạn nào?' },
  wait: { action: 'wait', party: 'Điện lực Huế' },
  answer: { action: 'answer', text: 'Trước số 12' },
  return: { action: 'return', unit: 'HEPCO', reason: 'Thuộc HEPCO' },
  reject: { action: 'reject', reason: 'Khiếu nại: gửi Thanh tra' },
  resolve: { action: 'resolve', outcome: 'fixed', done: 'Đã vá', photoIds: [photo] },
  'ask-extension': { action: 'ask-extension', duration: { count: 48, unit: 'hours' }, reason: 'Chờ vật tư' },
  'grant-extension': { action: 'grant-extension' },
  'refuse-extension': { action: 'refuse-extension', reason: 'Không đủ lý do' },
  merge: { action: 'merge', into: '01KAR3S0000000000000000009' },
  close: { action: 'close' },
  reopen: { action: 'reopen', reason: 'Chưa xong' },
  withdraw: { action: 'withdraw' },
} as const satisfies { [A in Command['action']]: Extract<Command, { action: A }> | object };
const command = (name: keyof typeof commands) => Command.parse(commands[name]);

function error(run: () => unknown): DomainError {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof DomainError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was thrown');
}

describe('a report on its ordinary way', () => {
  test('goes from its unit through work to solved, closed', () => {
    let report = submitted();
    expect(report).toMatchObject({ status: 'assigned', version: 1, acceptDueAt: '2026-11-23T09:00:00.000Z' });
    for (const [action, status] of [
      ['accept', 'accepted'],
      ['start', 'in_progress'],
      ['resolve', 'resolved'],
      ['close', 'closed'],
    ] as const) {
      const { report: after, entry } = transition(report, command(action), context(report, official));
      expect(after.status).toBe(status);
      expect(after.version).toBe(report.version + 1);
      expect(entry).toMatchObject({ type: transitions[action].event, aggregate: { version: after.version } });
      report = after;
    }
    expect(report).toMatchObject({ outcome: 'fixed', nextDueAt: null, acceptDueAt: null });
  });

  test('without a category waits in screening until the monitoring centre gives it one', () => {
    const report = submitted({ category: null });
    expect(report).toMatchObject({ status: 'screening', unit: { code: 'IOC' } });
    const { report: after } = transition(report, command('categorise'), context(report, monitor));
    expect(after).toMatchObject({ status: 'assigned', unit: phuXuan, category: 'waste_environment' });
    expect(after.acceptDueAt).toBe('2026-11-23T09:00:00.000Z');
  });

  test('asked and answered, it goes on where it was', () => {
    const accepted = { ...submitted(), status: 'accepted' as const };
    const { report: asked } = transition(accepted, command('ask'), context(accepted, official));
    expect(asked).toMatchObject({ status: 'waiting_reporter', question: 'Ở đoạn nào?' });
    const { report: answered } = transition(asked, command('answer'), context(asked, reporter));
    expect(answered).toMatchObject({ status: 'in_progress', question: null });
  });

  test('"not ours" names whose it is; its office changes, the deadline to resolve does not', () => {
    const report = submitted();
    const later = new Date('2026-11-23T05:00:00.000Z');
    const { report: after, entry } = transition(report, command('return'), context(report, official, later));
    expect(after).toMatchObject({ status: 'assigned', unit: hepco, assignee: null, dueAt: report.dueAt });
    expect(after.acceptDueAt).toBe('2026-11-23T13:00:00.000Z');
    expect(entry.data).toMatchObject({ unit: 'HEPCO', previousUnit: '19753' });
  });

  test('reopened by its reporter it starts anew at the same office, unrated', () => {
    const resolved = {
      ...submitted(),
      status: 'resolved' as const,
      rating: { rating: 'dissatisfied' as const, reason: 'Chưa xong', at: now.toISOString() },
    };
    const { report } = transition(resolved, command('reopen'), context(resolved, reporter));
    expect(report).toMatchObject({ status: 'assigned', unit: phuXuan, rating: null, outcome: null });
  });
});

describe('who may do what', () => {
  const cases = [
    ['accept', reporter, 403],
    ['accept', stranger, 403],
    ['accept', official, 200],
    ['accept', monitor, 200],
    ['categorise', official, 403],
    ['withdraw', neighbour, 403],
    ['withdraw', official, 403],
    ['withdraw', reporter, 200],
    ['grant-extension', official, 403],
    ['grant-extension', monitor, 403],
  ] as const;
  test.each(cases)('%s by %o → %i', (action, actor, status) => {
    const report = submitted();
    const run = () => transition(report, command(action), context(report, actor));
    if (status === 200) expect(run().report.version).toBe(2);
    else expect(error(run).definition.status).toBe(status);
  });

  test('only the monitoring centre moves a report to another unit by assigning it', () => {
    const report = submitted();
    const move = Command.parse({ action: 'assign', unit: 'HEPCO' });
    expect(error(() => transition(report, move, context(report, official))).definition.status).toBe(403);
    expect(transition(report, move, context(report, monitor)).report.unit).toEqual(hepco);
  });
});

describe('what is refused', () => {
  test('a decision on what was not read: 412, before the state is even looked at', () => {
    const report = { ...submitted(), status: 'closed' as const };
    const stale = { ...context(report, official), expectedVersion: report.version - 1 };
    expect(error(() => transition(report, command('accept'), stale)).definition.status).toBe(412);
  });

  test('a unit that does not exist is named', () => {
    const report = submitted();
    const nowhere = Command.parse({ action: 'return', unit: 'NOWHERE', reason: 'x' });
    expect(error(() => transition(report, nowhere, context(report, official))).fields[0]?.field).toBe('unit');
  });

  test('a solution without a picture, unless it cannot be fixed', () => {
    const without = { action: 'resolve', done: 'Đã vá' };
    expect(Command.safeParse(without).error?.issues[0]?.path).toEqual(['photoIds']);
    expect(Command.safeParse({ ...without, outcome: 'cannot_fix' }).success).toBe(true);
  });
});

const anyStatus = fc.constantFrom(...reportStatuses);
const anyAction = fc.constantFrom(...(Object.keys(commands) as (keyof typeof commands)[]));
const anyActor = fc.constantFrom(reporter, neighbour, official, leader, stranger, monitor);

describe('whatever the state, the action and the caller', () => {
  test('a change comes only from the states of the table, counts one version, and is a report again', () => {
    fc.assert(
      fc.property(anyStatus, anyAction, anyActor, (status, action, actor) => {
        const before: Report = { ...submitted(), status };
        try {
          const { report, entry } = transition(before, command(action), context(before, actor));
          expect(transitions[action].from).toContain(status);
          expect(report.version).toBe(before.version + 1);
          expect(Report.parse(report)).toEqual(report);
          expect(entry.aggregate).toEqual({ type: 'report', id: before.id, version: report.version });
          expect(JSON.stringify(entry.data)).not.toContain(before.description);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(DomainError);
        }
      }),
    );
  });

  test('an open or resolved report always has something that will be done about it, an ended one never', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyAction, anyActor), { maxLength: 12 }), (steps) => {
        let report = submitted();
        for (const [action, actor] of steps) {
          try {
            report = transition(report, command(action), context(report, actor)).report;
          } catch {
            // Refused: the report stays as it is.
          }
        }
        const open = !['closed', 'rejected', 'withdrawn', 'merged'].includes(report.status);
        expect(report.nextDueAt !== null).toBe(open);
      }),
    );
  });

  test('nobody but its office moves work along, and strangers change nothing', () => {
    fc.assert(
      fc.property(anyStatus, anyAction, fc.constantFrom(neighbour, stranger), (status, action, actor) => {
        const before: Report = { ...submitted(), status };
        expect(
          error(() => transition(before, command(action), context(before, actor))).definition.status,
        ).toBe(403);
      }),
    );
  });
});

test('what is refused, withdrawn or not yet screened is not public', () => {
  expect(reportStatuses.filter((status) => !isPublic(status))).toEqual([
    'screening',
    'rejected',
    'withdrawn',
    'merged',
  ]);
});
