import { type Action, can } from '../../shared/access/permissions.ts';
import { DomainError, errors } from '../../shared/errors.ts';
import { type ReportStatus, resourceOf } from '../../shared/report.ts';
import type { Audience } from '../../shared/timeline.ts';
import { adjustClock, extendClock, startClock, startTurn } from './clock.ts';
import type { ActionName, Command } from './commands.ts';
import { type Effect, effectOf, type TransitionContext } from './effects.ts';
import { reportErrors } from './errors.ts';
import { type Change, clockData, entryOf, type Report } from './report.ts';
import { scheduled } from './steps.ts';

interface Transition {
  from: readonly ReportStatus[];
  /** Any one of these permissions is enough. */
  by: readonly Action[];
  event: string;
  audience: Audience;
  noteAudience: Audience;
}

const working = ['accepted', 'in_progress', 'waiting_reporter', 'waiting_third_party'] as const;

/** Which action is possible from which states, to whom, and what is told to whom of it. */
export const transitions: Record<ActionName, Transition> = {
  categorise: row(
    ['screening', 'assigned', ...working],
    ['reports.categorise'],
    'categorised',
    'public',
    'office',
  ),
  assign: row(['screening', 'assigned', ...working], ['reports.handle'], 'assigned', 'public', 'office'),
  accept: row(['assigned'], ['reports.handle'], 'accepted', 'public', 'office'),
  start: row(
    ['accepted', 'waiting_reporter', 'waiting_third_party'],
    ['reports.handle'],
    'started',
    'public',
    'office',
  ),
  ask: row(
    ['accepted', 'in_progress', 'waiting_third_party'],
    ['reports.handle'],
    'asked',
    'public',
    'parties',
  ),
  wait: row(['accepted', 'in_progress'], ['reports.handle'], 'waiting', 'public', 'parties'),
  answer: row(['waiting_reporter'], ['reports.own'], 'answered', 'public', 'parties'),
  return: row(['assigned', ...working], ['reports.handle'], 'returned', 'public', 'office'),
  reject: row(['screening', 'assigned', 'accepted'], ['reports.handle'], 'rejected', 'parties', 'parties'),
  resolve: row([...working], ['reports.handle'], 'resolved', 'public', 'public'),
  'ask-extension': row(
    ['accepted', 'in_progress'],
    ['reports.handle'],
    'extension-asked',
    'office',
    'office',
  ),
  'grant-extension': row([...working], ['reports.extend'], 'extended', 'public', 'office'),
  'refuse-extension': row([...working], ['reports.extend'], 'extension-refused', 'office', 'office'),
  merge: row(['screening', 'assigned', ...working], ['reports.handle'], 'merged', 'parties', 'parties'),
  close: row(['resolved'], ['reports.handle'], 'closed', 'public', 'office'),
  reopen: row(
    ['resolved', 'closed', 'rejected'],
    ['reports.own', 'reports.handle'],
    'reopened',
    'public',
    'parties',
  ),
  withdraw: row(['screening', 'assigned', 'accepted'], ['reports.own'], 'withdrawn', 'parties', 'parties'),
};

function row(
  from: Transition['from'],
  by: Transition['by'],
  event: string,
  audience: Audience,
  noteAudience: Audience,
): Transition {
  return { from, by, event: `report.${event}`, audience, noteAudience };
}

/**
 * The report after `command`, with its timeline entry. Throws 403 when the caller may not do it, 409 when the
 * report's state forbids it, 412 when it changed since the caller read it, 400 when a unit named does not exist.
 */
export function transition(report: Report, command: Command, context: TransitionContext): Change {
  const { actor, now } = context;
  const { from, by, event, audience, noteAudience } = transitions[command.action];
  if (!by.some((action) => can(actor, action, resourceOf(report)))) throw new DomainError(errors.forbidden);
  if (context.expectedVersion !== report.version) throw new DomainError(errors.changedMeanwhile);
  if (!from.includes(report.status)) {
    throw new DomainError(reportErrors.wrongState, [
      {
        field: 'action',
        message: {
          vi: `Không thể ${command.action} khi trạng thái là ${report.status}`,
          en: `${command.action} is not possible while the report is ${report.status}`,
        },
      },
    ]);
  }
  const effect = effectOf(report, command, context);
  const moved = { ...report, ...effect.set, version: report.version + 1, updatedAt: now.toISOString() };
  const after = scheduled(report, timed(report, moved, effect, context), context.timetable);
  const entry = entryOf(after, event, actor, now, {
    audience,
    noteAudience,
    note: effect.note,
    data: {
      previousStatus: report.status,
      ...(after.unit.code !== report.unit.code && { previousUnit: report.unit.code }),
      ...(after.outcome !== null && { outcome: after.outcome }),
      ...(after.mergedInto !== null && { mergedInto: after.mergedInto.code }),
      ...clockData(report, after),
    },
  });
  return {
    report: after,
    entry,
    takes: effect.takes ?? [],
    ...(effect.joins && { joins: effect.joins }),
  };
}

/** What a decision does to the report's clock. */
function timed(before: Report, after: Report, effect: Effect, { now, timetable }: TransitionContext): Report {
  if (effect.startsClock === 'anew') return startClock(after, now, timetable);
  if (effect.startsClock === 'continuing') return startTurn(before, after, now, timetable);
  const adjusted = adjustClock(before, after, now, timetable);
  return effect.extends === undefined ? adjusted : extendClock(adjusted, now, effect.extends, timetable);
}
