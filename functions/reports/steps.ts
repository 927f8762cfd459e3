import { system } from '../../shared/access/actor.ts';
import { ruleFor } from '../../shared/city/deadlines.ts';
import { after } from '../../shared/city/duration.ts';
import type { Timetable } from '../../shared/city/timetable.ts';
import type { Audience } from '../../shared/timeline.ts';
import { adjustClock, awaitsAcceptance, isPaused, reminderAt } from './clock.ts';
import { type Change, entryOf, isOpen, type Report } from './report.ts';

/** What a report's clock does by itself, and when. */
type Step = { at: string } & (
  | { name: 'remind' | 'overdue' | 'end-wait' | 'close' }
  | { name: 'escalate'; missed: 'acceptance' | 'resolution'; level: number }
);

/** The step that comes next; null where nothing will ever happen by itself. */
function nextStep(report: Report, timetable: Timetable): Step | null {
  const { deadlines, time } = timetable;
  if (report.status === 'resolved' && report.resolution !== null) {
    const at = after(time, new Date(report.resolution.at), deadlines.closeAfter).toISOString();
    return { name: 'close', at };
  }
  if (!isOpen(report.status)) return null;
  const { ladder } = ruleFor(deadlines, report);
  const climb = (missed: 'acceptance' | 'resolution', since: string, taken: number): Step[] => {
    const wait = ladder[taken];
    if (wait === undefined) return [];
    return [
      { name: 'escalate', missed, level: taken + 1, at: after(time, new Date(since), wait).toISOString() },
    ];
  };
  const steps: Step[] = [];
  if (report.waitEndsAt !== null) steps.push({ name: 'end-wait', at: report.waitEndsAt });
  if (awaitsAcceptance(report) && report.acceptDueAt !== null) {
    steps.push(...climb('acceptance', report.acceptDueAt, report.acceptLevel));
  }
  if (!isPaused(report)) {
    if (report.remindedAt === null) steps.push({ name: 'remind', at: reminderAt(report, timetable) });
    if (!report.overdueTold) steps.push({ name: 'overdue', at: report.dueAt });
    else steps.push(...climb('resolution', report.dueAt, report.overdueLevel));
  }
  return steps.reduce<Step | null>(
    (first, step) => (first === null || step.at < first.at ? step : first),
    null,
  );
}

/**
 * A report whose times were decided, ready to be written: when it next asks for attention, how far it has been
 * escalated, and a clock of a new version where that changed what an execution waits for.
 */
export function scheduled(before: Report | null, decided: Report, timetable: Timetable): Report {
  const report = withLevel(decided);
  const nextDueAt = nextStep(report, timetable)?.at ?? null;
  const moved =
    before === null || before.nextDueAt !== nextDueAt || isOpen(before.status) !== isOpen(report.status);
  return { ...report, nextDueAt, clockVersion: (before?.clockVersion ?? 0) + (moved ? 1 : 0) };
}

/** How far up its office's failure is known: in accepting it, while it has to, or in solving it. */
const withLevel = (report: Report): Report => ({
  ...report,
  escalationLevel: Math.max(awaitsAcceptance(report) ? report.acceptLevel : 0, report.overdueLevel),
});

/**
 * Takes the one step that is due, or none (null). Called by a report's workflow and by the sweep alike; the store
 * writes it only while the report stands as it was read, so that it happens once. Taken
 * steps are undone by nothing.
 */
export function advance(report: Report, now: Date, timetable: Timetable): Change | null {
  const step = nextStep(report, timetable);
  if (step === null || step.at > now.toISOString()) return null;
  const { set, type, audience, data } = done(report, step, now, timetable);
  const advanced = withLevel({ ...report, ...set });
  const next: Report = { ...advanced, nextDueAt: nextStep(advanced, timetable)?.at ?? null };
  return { report: next, takes: [], entry: entryOf(next, type, system, now, { audience, data }) };
}

/**
 * The report with the time of its next step put right, where the calendar changed meanwhile; null where it is right
 * already. Without this a sweep would look at it for ever.
 */
export function putRight(report: Report, timetable: Timetable): Report | null {
  const nextDueAt = nextStep(report, timetable)?.at ?? null;
  return nextDueAt === report.nextDueAt ? null : { ...report, nextDueAt };
}

interface Done {
  set: Partial<Report>;
  type: string;
  audience: Audience;
  data: Record<string, unknown>;
}

function done(report: Report, step: Step, now: Date, timetable: Timetable): Done {
  const at = now.toISOString();
  const decided = { version: report.version + 1, updatedAt: at };
  switch (step.name) {
    case 'remind':
      return {
        set: { remindedAt: at },
        type: 'report.reminded',
        audience: 'office',
        data: { dueAt: report.dueAt },
      };
    case 'overdue':
      // A reminder that comes with or after the breach would say less than the breach.
      return {
        set: { remindedAt: report.remindedAt ?? at, overdueAt: report.overdueAt ?? at, overdueTold: true },
        type: 'report.overdue',
        audience: 'public',
        // It was late before and had been given more time: that counts once in what is said of its office.
        data: { dueAt: report.dueAt, ...(report.overdueAt !== null && { again: true }) },
      };
    case 'escalate': {
      const { level, missed } = step;
      return {
        set: missed === 'acceptance' ? { acceptLevel: level } : { overdueLevel: level },
        type: 'report.escalated',
        audience: 'office',
        data: { level, missed },
      };
    }
    case 'end-wait': {
      const back: Report = { ...report, ...decided, status: 'in_progress', question: null, waitingFor: null };
      return {
        set: adjustClock(report, back, now, timetable),
        type: 'report.resumed',
        audience: 'public',
        data: { previousStatus: report.status },
      };
    }
    case 'close':
      return {
        set: { ...decided, status: 'closed' },
        type: 'report.closed',
        audience: 'public',
        data: { previousStatus: report.status },
      };
  }
}
