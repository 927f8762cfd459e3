import { ruleFor } from '../../shared/city/deadlines.ts';
import { after, before, type Duration, runsByTheClock } from '../../shared/city/duration.ts';
import type { Timetable } from '../../shared/city/timetable.ts';
import { isOpen, type Report } from './report.ts';

/**
 * The clock of a report, whatever moves it: deadlines that start, stand still, go on and change. Which step comes next
 * and when is in steps.ts; `nextDueAt` is kept true by `scheduled`, which every change here ends with.
 */

/** An office has the report and has not said yet that it takes it on. */
export const awaitsAcceptance = ({ status }: Pick<Report, 'status'>) =>
  status === 'screening' || status === 'assigned';

/** Somebody outside the office is waited for. */
export const isWaiting = ({ status }: Pick<Report, 'status'>) =>
  status === 'waiting_reporter' || status === 'waiting_third_party';

/** Its clock stands still. One that had run out before does not: waiting stops no escalation of what is late. */
export const isPaused = ({ pausedAt, dueAt }: Pick<Report, 'pausedAt' | 'dueAt'>) =>
  pausedAt !== null && pausedAt < dueAt;

/** Its deadline is over and it is not solved. */
export const isOverdue = (report: Report, now: Date) =>
  isOpen(report.status) && !isPaused(report) && report.dueAt <= now.toISOString();

/** The clock of a report that is new, or reopened: all of its time, by the deadlines in force now. */
export function startClock(report: Report, now: Date, timetable: Timetable): Report {
  const rule = ruleFor(timetable.deadlines, report);
  return startTurn(
    null,
    {
      ...report,
      deadlinesVersion: timetable.version,
      clockStartedAt: now.toISOString(),
      dueAt: later(timetable, now, rule.resolve),
      pausedAt: null,
      pausedMinutes: { clock: 0, working: 0 },
      remindedAt: null,
      overdueAt: null,
      overdueTold: false,
      overdueLevel: 0,
      extension: null,
    },
    now,
    timetable,
  );
}

/**
 * The turn of an office that has just got the report: so long to accept it, of what is left of the report's own time.
 * `before` is the report as it was, null for a new one.
 */
export function startTurn(before: Report | null, report: Report, now: Date, timetable: Timetable): Report {
  const running = resume(before === null ? report : retime(before, report, now, timetable), now, timetable);
  const { verify, accept } = ruleFor(timetable.deadlines, running);
  return {
    ...running,
    turnStartedAt: now.toISOString(),
    acceptDueAt: later(timetable, now, running.status === 'screening' ? verify : accept),
    acceptLevel: 0,
    waitEndsAt: null,
    // What another office asked of its own leader is over.
    extension: running.extension?.state === 'asked' ? null : running.extension,
  };
}

/** The clock after a decision that gave the report to nobody else: waiting stops it, the end of waiting lets it go on. */
export function adjustClock(before: Report, decided: Report, now: Date, timetable: Timetable): Report {
  const changed = retime(before, decided, now, timetable);
  const adjusted: Report = {
    ...changed,
    acceptDueAt: awaitsAcceptance(decided) ? changed.acceptDueAt : null,
  };
  if (!isWaiting(adjusted)) return { ...resume(adjusted, now, timetable), waitEndsAt: null };
  if (before.status === adjusted.status) return adjusted;
  const { reporter, thirdParty } = timetable.deadlines.waits;
  const longest = adjusted.status === 'waiting_reporter' ? reporter : thirdParty;
  return {
    ...adjusted,
    pausedAt: adjusted.pausedAt ?? now.toISOString(),
    waitEndsAt: later(timetable, now, longest),
  };
}

/**
 * The same report with more time, from its deadline on. What was missed stays missed, and steps that were taken stay
 * taken; a deadline that lies ahead again is reminded of and told of again.
 */
export function extendClock(report: Report, now: Date, duration: Duration, timetable: Timetable): Report {
  const dueAt = later(timetable, new Date(report.dueAt), duration);
  return dueAt > now.toISOString()
    ? { ...report, dueAt, remindedAt: null, overdueTold: false }
    : { ...report, dueAt };
}

/** Lets a clock that stands still go on: what was left when it stopped is left now. */
function resume(report: Report, now: Date, timetable: Timetable): Report {
  if (report.pausedAt === null) return report;
  const stopped = new Date(report.pausedAt);
  const minutes = {
    clock: (now.getTime() - stopped.getTime()) / 60_000,
    working: timetable.time.between(stopped, now),
  };
  return {
    ...report,
    pausedAt: null,
    pausedMinutes: {
      clock: report.pausedMinutes.clock + minutes.clock,
      working: report.pausedMinutes.working + minutes.working,
    },
    dueAt: isPaused(report) ? remaining(report, stopped, now, timetable) : report.dueAt,
  };
}

/** The deadline that leaves as much time from `now` as there was at `stopped`. */
function remaining(report: Report, stopped: Date, now: Date, timetable: Timetable): string {
  const due = new Date(report.dueAt);
  const { resolve } = ruleFor(timetable.deadlines, report);
  if (runsByTheClock(resolve))
    return new Date(due.getTime() + now.getTime() - stopped.getTime()).toISOString();
  return timetable.time.add(now, timetable.time.between(stopped, due)).toISOString();
}

/**
 * The deadlines after the category or the urgency changed, by the rule that fits now: counted from where the clock
 * started, with what it stood still and was extended. The change itself makes nothing late: where that time is over
 * already, and where it has become urgent, it counts from now. What is late stays late.
 */
function retime(before: Report, report: Report, now: Date, timetable: Timetable): Report {
  const { deadlines, time } = timetable;
  const [old, rule] = [ruleFor(deadlines, before), ruleFor(deadlines, report)];
  if (rule === old) return report;
  const acceptDueAt = later(timetable, now, rule.accept);
  const told: Report = {
    ...report,
    // An office that has not answered yet is not given more time by what it is told of the report.
    acceptDueAt:
      report.acceptDueAt !== null && acceptDueAt < report.acceptDueAt ? acceptDueAt : report.acceptDueAt,
  };
  if (before.overdueAt !== null) return told;
  // While the clock stands still it is as late as when it stopped; what it stands still comes on top when it goes on.
  const at = before.pausedAt !== null && isPaused(before) ? new Date(before.pausedAt) : now;
  const paused: Duration = runsByTheClock(rule.resolve)
    ? { count: report.pausedMinutes.clock / 60, unit: 'hours' }
    : { count: report.pausedMinutes.working / 60, unit: 'workingHours' };
  const granted = report.extension?.state === 'granted' ? [report.extension.duration] : [];
  const counted = [rule.resolve, paused, ...granted].reduce(
    (from, duration) => after(time, from, duration),
    new Date(report.clockStartedAt),
  );
  const becameUrgent = report.urgency === 'urgent' && before.urgency !== 'urgent';
  const due = becameUrgent || counted <= at ? after(time, at, rule.resolve) : counted;
  return { ...told, dueAt: due.toISOString(), remindedAt: null };
}

const later = ({ time }: Timetable, from: Date, duration: Duration) =>
  after(time, from, duration).toISOString();

/** When its handler is reminded, as far as there is something left to be reminded of. */
export function reminderAt(report: Report, { deadlines, time }: Timetable): string {
  return before(time, new Date(report.dueAt), ruleFor(deadlines, report).remindBefore).toISOString();
}
