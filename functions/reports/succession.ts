import { system } from '../../shared/access/actor.ts';
import type { CityConfig } from '../../shared/city/config.ts';
import type { Timetable } from '../../shared/city/timetable.ts';
import type { Unit } from '../../shared/city/directory.ts';
import { hasEnded, successorOf } from '../../shared/city/hierarchy.ts';
import { startTurn } from './clock.ts';
import { type Change, clockData, entryOf, type HandlingUnit, isOpen, type Report } from './report.ts';
import { scheduled } from './steps.ts';

/** The units that have ended before a day, each with who has their work then. */
export function successions(
  units: readonly Unit[],
  day: string,
): { ended: string; successor: HandlingUnit }[] {
  return units
    .filter((unit) => hasEnded(unit, day))
    .flatMap(({ code }) => {
      const next = successorOf(units, code, day);
      return next ? [{ ended: code, successor: { code: next.code, name: next.name } }] : [];
    });
}

/**
 * An open report of a unit that has ended, moved to the one that followed it: nobody there has taken it on yet, its
 * deadline runs on. Null for a report that is not open, or elsewhere by now.
 */
export function moved(
  report: Report,
  { ended, successor }: { ended: string; successor: HandlingUnit },
  now: Date,
  timetable: Timetable,
  { monitoringUnit }: Pick<CityConfig, 'monitoringUnit'>,
): Change | null {
  if (!isOpen(report.status) || report.unit.code !== ended) return null;
  const there: Report = {
    ...report,
    unit: successor,
    status: successor.code === monitoringUnit ? 'screening' : 'assigned',
    assignee: null,
    question: null,
    waitingFor: null,
    version: report.version + 1,
    updatedAt: now.toISOString(),
  };
  const after = scheduled(report, startTurn(report, there, now, timetable), timetable);
  const data = { previousStatus: report.status, previousUnit: ended, ...clockData(report, after) };
  return {
    report: after,
    entry: entryOf(after, 'report.assigned', system, now, { noteAudience: 'office', data }),
    takes: [],
  };
}
