import type { Actor } from '../../shared/access/actor.ts';
import { type Action, can } from '../../shared/access/permissions.ts';
import type { CategoryCode } from '../../shared/city/directory.ts';
import type { Duration } from '../../shared/city/duration.ts';
import type { Timetable } from '../../shared/city/timetable.ts';
import { DomainError, errors, invalidField } from '../../shared/errors.ts';
import { type ReportStatus, resourceOf } from '../../shared/report.ts';
import type { Audience } from '../../shared/timeline.ts';
import { adjustClock, extendClock, startClock, startTurn } from './clock.ts';
import type { ActionName, Command } from './commands.ts';
import { reportErrors } from './errors.ts';
import { asked, decided } from './extension.ts';
import { type Change, clockData, entryOf, type HandlingUnit, type Report } from './report.ts';
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

export interface TransitionContext {
  actor: Actor;
  /** The version that the caller decided on. */
  expectedVersion: number | null;
  now: Date;
  /** Of the version that the report keeps; the current one where it begins anew. */
  timetable: Timetable;
  monitoringUnit: string;
  /** A unit of the city by its code. */
  unit: (code: string) => HandlingUnit | undefined;
  /** The unit that routing gives for a category in a commune. */
  route: (category: CategoryCode, commune: string) => HandlingUnit;
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
      ...clockData(report, after),
    },
  });
  return { report: after, entry, takes: effect.takes ?? [] };
}

/** What a decision does to the report's clock. */
function timed(before: Report, after: Report, effect: Effect, { now, timetable }: TransitionContext): Report {
  if (effect.startsClock === 'anew') return startClock(after, now, timetable);
  if (effect.startsClock === 'continuing') return startTurn(before, after, now, timetable);
  const adjusted = adjustClock(before, after, now, timetable);
  return effect.extends === undefined ? adjusted : extendClock(adjusted, effect.extends, timetable);
}

interface Effect {
  set: Partial<Report>;
  note?: string | undefined;
  takes?: readonly string[];
  /** The report begins anew at an office: with the rest of its time, or with all of it. */
  startsClock?: 'continuing' | 'anew';
  /** More time that it gets. */
  extends?: Duration;
}

function effectOf(report: Report, command: Command, context: TransitionContext): Effect {
  switch (command.action) {
    case 'categorise': {
      const unit = command.unit
        ? named(command.unit, context)
        : context.route(command.category, report.commune);
      const stays = report.status !== 'screening' && unit.code === report.unit.code;
      const urgency = command.urgency ?? report.urgency;
      if (stays) return { set: { category: command.category, urgency } };
      return {
        set: { category: command.category, urgency, unit, assignee: null, status: 'assigned' },
        startsClock: 'continuing',
      };
    }
    case 'assign':
      return assigned(report, command, context);
    case 'accept':
      return { set: { status: 'accepted', assignee: report.assignee ?? context.actor.accountId } };
    case 'start':
      return { set: { status: 'in_progress', question: null, waitingFor: null } };
    case 'ask':
      return {
        set: { status: 'waiting_reporter', question: command.question, waitingFor: null },
        note: command.question,
      };
    case 'wait':
      return { set: { status: 'waiting_third_party', waitingFor: command.party }, note: command.reason };
    case 'answer':
      return { set: { status: 'in_progress', question: null }, note: command.text };
    case 'return': {
      if (command.unit === report.unit.code) {
        throw invalidField('unit', {
          vi: 'Đây chính là đơn vị đang xử lý',
          en: 'This is the unit that has it now',
        });
      }
      return { ...movedTo(named(command.unit, context), context), note: command.reason };
    }
    case 'reject':
      return { set: { status: 'rejected', outcome: 'out_of_scope' }, note: command.reason };
    case 'resolve':
      return {
        set: {
          status: 'resolved',
          outcome: command.outcome,
          question: null,
          waitingFor: null,
          resolution: { done: command.done, photoIds: command.photoIds, at: context.now.toISOString() },
        },
        note: command.done,
        takes: command.photoIds,
      };
    case 'ask-extension': {
      const { duration, reason } = command;
      const extension = asked(report, duration, context.now, context.timetable.deadlines);
      return { set: { extension }, note: reason };
    }
    case 'grant-extension': {
      const extension = decided(report, 'granted');
      return { set: { extension }, note: command.reason, extends: extension.duration };
    }
    case 'refuse-extension':
      return { set: { extension: decided(report, 'refused') }, note: command.reason };
    case 'close':
      return { set: { status: 'closed' } };
    case 'reopen':
      return {
        set: {
          status: report.category === null ? 'screening' : 'assigned',
          outcome: null,
          resolution: null,
          rating: null,
          assignee: null,
        },
        note: command.reason,
        startsClock: 'anew',
      };
    case 'withdraw':
      return { set: { status: 'withdrawn', outcome: 'withdrawn' }, note: command.reason };
  }
}

/** To a person of the unit, or to another unit, which the monitoring centre alone may choose. */
function assigned(
  report: Report,
  command: Extract<Command, { action: 'assign' }>,
  context: TransitionContext,
): Effect {
  const assignee = command.assignee ?? null;
  if (command.unit === undefined || command.unit === report.unit.code) {
    if (report.status === 'screening') throw new DomainError(reportErrors.needsCategory);
    return { set: { assignee: assignee ?? report.assignee } };
  }
  if (!can(context.actor, 'reports.categorise', {})) throw new DomainError(errors.forbidden);
  const moved = movedTo(named(command.unit, context), context);
  if (report.category === null && moved.set.status === 'assigned')
    throw new DomainError(reportErrors.needsCategory);
  return { ...moved, set: { ...moved.set, assignee } };
}

function movedTo(unit: HandlingUnit, { monitoringUnit }: TransitionContext): Effect {
  return {
    set: {
      unit,
      status: unit.code === monitoringUnit ? 'screening' : 'assigned',
      assignee: null,
      question: null,
      waitingFor: null,
    },
    startsClock: 'continuing',
  };
}

function named(code: string, context: TransitionContext): HandlingUnit {
  const unit = context.unit(code);
  if (unit) return unit;
  throw invalidField('unit', { vi: `Không có đơn vị ${code}`, en: `There is no unit ${code}` });
}
