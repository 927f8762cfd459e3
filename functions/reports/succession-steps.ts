import type { CityConfig } from '../../shared/city/config.ts';
import type { Timetables } from '../../shared/city/timetable.ts';
import type { Clock } from '../../shared/clock.ts';
import { DomainError, errors } from '../../shared/errors.ts';
import type { ReportLists } from './list-store.ts';
import type { HandlingUnit } from './report.ts';
import type { ReportStore } from './store.ts';
import { moved } from './succession.ts';

const page = 25;

interface Ground {
  store: ReportStore;
  lists: ReportLists;
  clock: Clock;
  city: Pick<CityConfig, 'monitoringUnit'>;
  timetables: Timetables;
}

/**
 * Moves a queue of a unit that has ended page by page to who followed it, while there is time. A report that somebody
 * changes at that moment is left where it is. Says how many were moved, and whether the queue was read to its end.
 */
export async function moveQueue(
  succession: { ended: string; successor: HandlingUnit },
  { store, lists, clock, city, timetables }: Ground,
  mayGoOn: () => boolean,
): Promise<{ moved: number; finished: boolean }> {
  let count = 0;
  let after: string | undefined;
  while (mayGoOn()) {
    const { reports, next } = await lists.queue(succession.ended, { after, limit: page });
    const done = await Promise.all(reports.map(({ id }) => move(id)));
    count += done.filter(Boolean).length;
    if (next === null) return { moved: count, finished: true };
    after = next;
  }
  return { moved: count, finished: false };

  async function move(id: string): Promise<boolean> {
    const report = await store.find(id);
    if (report === null) return false;
    const timetable = await timetables.of(report.deadlinesVersion);
    const change = moved(report, succession, clock.now(), timetable, city);
    if (change === null) return false;
    try {
      await store.save(report, change);
      return true;
    } catch (error) {
      if (error instanceof DomainError && error.definition.type === errors.changedMeanwhile.type)
        return false;
      throw error;
    }
  }
}
