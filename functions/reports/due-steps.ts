import type { Timetables } from '../../shared/city/timetable.ts';
import type { Clock } from '../../shared/clock.ts';
import { advance, putRight } from './steps.ts';
import type { ReportStore } from './store.ts';

/** Times that a report is looked at again when somebody else was faster. */
const tries = 5;

/**
 * Takes every step that is due for a report, each in a transaction of its own. Called by the report's workflow and by
 * the sweep; what another call or a decision was faster with is looked at again. Gives the names of the events that came of it.
 */
export async function takeDueSteps(
  { store, clock, timetables }: { store: ReportStore; clock: Clock; timetables: Timetables },
  reportId: string,
): Promise<string[]> {
  const taken: string[] = [];
  for (let left = tries; left > 0;) {
    const report = await store.find(reportId);
    if (report === null) return taken;
    const timetable = await timetables.of(report.deadlinesVersion);
    const change = advance(report, clock.now(), timetable);
    if (change === null) {
      const right = putRight(report, timetable);
      if (right !== null) await store.reschedule(report, right);
      return taken;
    }
    if (await store.saveStep(report, change)) taken.push(change.entry.type);
    else left -= 1;
  }
  return taken;
}
