import type { Actor } from '../../shared/access/actor.ts';
import { can } from '../../shared/access/permissions.ts';
import type { CategoryCode } from '../../shared/city/directory.ts';
import type { Duration } from '../../shared/city/duration.ts';
import type { Timetable } from '../../shared/city/timetable.ts';
import { DomainError, errors, invalidField } from '../../shared/errors.ts';
import type { Command } from './commands.ts';
import { reportErrors } from './errors.ts';
import { asked, decided } from './extension.ts';
import { type Change, type HandlingUnit, isOpen, type Report } from './report.ts';

/** What a decision is made in. */
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
  /** The report that a command names besides; null where there is none that the caller may see. */
  other: Report | null;
  /** The unit that routing gives for a category in a commune. */
  route: (category: CategoryCode, commune: string) => HandlingUnit;
}

/** What a command changes of a report, apart from its clock and version. */
export interface Effect {
  set: Partial<Report>;
  note?: string | undefined;
  takes?: readonly string[];
  /** The report begins anew at an office: with the rest of its time, or with all of it. */
  startsClock?: 'continuing' | 'anew';
  /** More time that it gets. */
  extends?: Duration;
  joins?: Change['joins'];
}

/** What a command does, where the table of transitions allows it. Throws a 400, 403 or 409 that says what is wrong with it. */
export function effectOf(report: Report, command: Command, context: TransitionContext): Effect {
  switch (command.action) {
    case 'categorise': {
      const unit = command.unit
        ? named(command.unit, context)
        : context.route(command.category, report.commune);
      const stays = report.status !== 'screening' && unit.code === report.unit.code;
      const urgency = command.urgency ?? report.urgency;
      if (stays) return { set: { category: command.category, urgency } };
      return {
        set: {
          category: command.category,
          urgency,
          unit,
          assignee: null,
          status: 'assigned',
          question: null,
          waitingFor: null,
        },
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
      const extension = asked(report, duration, context.now, context.timetable);
      return { set: { extension }, note: reason };
    }
    case 'grant-extension': {
      const extension = decided(report, 'granted');
      return { set: { extension }, note: command.reason, extends: extension.duration };
    }
    case 'refuse-extension':
      return { set: { extension: decided(report, 'refused') }, note: command.reason };
    case 'merge':
      return mergedInto(report, context.other);
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

/** A report that is about the same as another, which goes on: its reporter follows that one from now on. */
function mergedInto(report: Report, other: Report | null): Effect {
  if (other === null || other.id === report.id) {
    throw invalidField('into', {
      vi: 'Cần một phản ánh khác mà bạn xem được',
      en: 'This has to be another report, that you may see',
    });
  }
  if (!isOpen(other.status)) throw new DomainError(reportErrors.mergeTargetClosed);
  const after = { ...other, demand: other.demand + 1 };
  return {
    set: {
      status: 'merged',
      outcome: 'duplicate',
      mergedInto: { id: other.id, code: other.code },
      question: null,
      waitingFor: null,
    },
    joins: { before: other, after, follower: report.reporterId },
  };
}
