import type { Timetables } from '../../shared/city/timetable.ts';
import type { Clock } from '../../shared/clock.ts';
import { advance, putRight } from './steps.ts';
import type { ReportStore } from './store.ts';

/**
 * Takes every step that is due for a report, each in a transaction of its own. Called by the report's workflow and by
 * the sweep; a step that another call took first is left to it. Gives the names of the events that came of it.
 */
export async function takeDueSteps(
  { store, clock, timetables }: { store: ReportStore; clock: Clock; timetables: Timetables },
  reportId: string,
): Promise<string[]> {
  const taken: string[] = [];
  for (;;) {
    const report = await store.find(reportId);
    if (report === null) return taken;
    const timetable = await timetables.of(report.deadlinesVersion);
    const change = advance(report, clock.now(), timetable);
    if (change === null) {
      const right = putRight(report, timetable);
      if (right !== null) await store.reschedule(report, right);
      return taken;
    }
    if (!(await store.saveStep(report, change))) return taken;
    taken.push(change.entry.type);
  }
}
