import type { CityConfig } from '../../shared/city/config.ts';
import { system } from '../../shared/access/actor.ts';
import { type Change, entryOf, isOpen, type Report } from './report.ts';

type Deadlines = CityConfig['deadlines'];

const later = (from: Date, hours: number) => new Date(from.getTime() + hours * 3_600_000).toISOString();

/** An office has the report and has not said yet that it takes it on. */
export const awaitsAcceptance = ({ status }: Pick<Report, 'status'>) =>
  status === 'screening' || status === 'assigned';

/**
 * The clock of an office that has just got the report: so long to accept it, and nobody told yet. The deadline to
 * resolve runs on from the office before, unless `anew` (a new or reopened report).
 */
export function startClock(
  report: Report,
  now: Date,
  deadlines: Deadlines,
  { anew }: { anew: boolean },
): Report {
  const started: Report = {
    ...report,
    clockVersion: report.clockVersion + 1,
    acceptDueAt: later(now, deadlines.acceptHours),
    dueAt: anew ? later(now, deadlines.resolveHours) : report.dueAt,
    remindedAt: anew ? null : report.remindedAt,
    overdueAt: anew ? null : report.overdueAt,
    escalationLevel: 0,
  };
  return { ...started, nextDueAt: nextStep(started, deadlines)?.at ?? null };
}

/** The clock after a change that gave the report to nobody else: accepting stops one hand, solving all of them. */
export function adjustClock(before: Report, after: Report, deadlines: Deadlines): Report {
  const adjusted: Report = {
    ...after,
    acceptDueAt: awaitsAcceptance(after) ? after.acceptDueAt : null,
    clockVersion: after.clockVersion + (awaitsAcceptance(before) !== awaitsAcceptance(after) ? 1 : 0),
  };
  return { ...adjusted, nextDueAt: nextStep(adjusted, deadlines)?.at ?? null };
}

type StepName = 'escalate' | 'remind' | 'overdue';

/** What the clock does next and when: escalate what nobody accepts, remind before the deadline, say when it has passed. */
function nextStep(report: Report, deadlines: Deadlines): { step: StepName; at: string } | null {
  if (!isOpen(report.status)) return null;
  const steps: { step: StepName; at: string }[] = [];
  if (awaitsAcceptance(report) && report.acceptDueAt !== null && report.escalationLevel === 0) {
    steps.push({ step: 'escalate', at: report.acceptDueAt });
  }
  if (report.remindedAt === null) {
    steps.push({ step: 'remind', at: later(new Date(report.dueAt), -deadlines.remindBeforeHours) });
  }
  if (report.overdueAt === null) steps.push({ step: 'overdue', at: report.dueAt });
  return steps.sort((a, b) => a.at.localeCompare(b.at))[0] ?? null;
}

/**
 * Does the one step that is due, or nothing (null). Called by a report's workflow and by the sweep alike; the store
 * writes it only while clockVersion and nextDueAt are still those it was decided on, so that it happens once.
 */
export function advance(report: Report, now: Date, deadlines: Deadlines): Change | null {
  const next = nextStep(report, deadlines);
  if (next === null || next.at > now.toISOString()) return null;
  const at = now.toISOString();
  const done: Record<StepName, { after: Report; type: string; data: Record<string, unknown> }> = {
    escalate: {
      after: { ...report, escalationLevel: report.escalationLevel + 1 },
      type: 'report.escalated',
      data: { level: report.escalationLevel + 1, missed: 'acceptance' },
    },
    remind: { after: { ...report, remindedAt: at }, type: 'report.reminded', data: { dueAt: report.dueAt } },
    overdue: {
      // A reminder that comes with or after the breach would say less than the breach.
      after: { ...report, remindedAt: report.remindedAt ?? at, overdueAt: at },
      type: 'report.overdue',
      data: { dueAt: report.dueAt },
    },
  };
  const { after, type, data } = done[next.step];
  const advanced: Report = { ...after, nextDueAt: nextStep(after, deadlines)?.at ?? null };
  return {
    report: advanced,
    takes: [],
    entry: entryOf(advanced, type, system, now, { audience: 'office', data }),
  };
}
