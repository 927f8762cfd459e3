import type { CityConfig } from '../../shared/city/config.ts';
import type { Clock } from '../../shared/clock.ts';
import { advance } from './clock.ts';
import type { ReportStore } from './store.ts';

/**
 * Takes every step that is due for a report, each in a transaction of its own. Called by the report's workflow and by
 * the sweep; a step that another call took first is left to it. Gives the names of the events that came of it.
 */
export async function takeDueSteps(
  { store, clock, deadlines }: { store: ReportStore; clock: Clock; deadlines: CityConfig['deadlines'] },
  reportId: string,
): Promise<string[]> {
  const taken: string[] = [];
  for (;;) {
    const report = await store.find(reportId);
    const change = report && advance(report, clock.now(), deadlines);
    if (!change || !(await store.saveStep(report, change))) return taken;
    taken.push(change.entry.type);
  }
}
