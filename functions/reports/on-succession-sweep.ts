import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { dayOf } from '../../shared/city/calendar.ts';
import { UnitsDocument } from '../../shared/city/directory.ts';
import { readDocument } from '../../shared/city/documents.ts';
import { timetableReader } from '../../shared/city/timetable-reader.ts';
import { cityClock } from '../../shared/clock.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { logger, metrics } from '../../shared/telemetry.ts';
import { ReportLists } from './list-store.ts';
import { ReportStore } from './store.ts';
import { moveQueue } from './succession-steps.ts';
import { successions } from './succession.ts';

const env = Environment.pick({ TABLE_NAME: true, CITY: true, CLOCK: true }).parse(process.env);
const clock = cityClock(env.CLOCK);
const table = openTable(env.TABLE_NAME);
const ground = {
  store: new ReportStore(table),
  lists: new ReportLists(table, env.CITY.launchedIn),
  clock,
  city: env.CITY,
  timetables: timetableReader(table),
};
/** Time kept to finish what was begun. */
const reserveMilliseconds = 10_000;

/**
 * Every hour: gives the open reports of units that have ended to who followed them. What one run does not reach, or
 * what somebody decided on at that moment, the next one moves: it is still in the queue.
 */
export async function handler(_: unknown, context: Context): Promise<{ moved: number; finished: boolean }> {
  const units = await readDocument(table, 'units', UnitsDocument);
  const mayGoOn = () => context.getRemainingTimeInMillis() > reserveMilliseconds;
  let moved = 0;
  let finished = true;
  for (const succession of successions(units?.body.units ?? [], dayOf(clock.now()))) {
    const queue = await moveQueue(succession, ground, mayGoOn);
    moved += queue.moved;
    finished &&= queue.finished;
    if (!mayGoOn()) finished = false;
    if (!finished) break;
  }
  metrics.addMetric('ReportsMovedToSuccessors', MetricUnit.Count, moved);
  metrics.publishStoredMetrics();
  logger.info('ended units swept', { moved, finished });
  return { moved, finished };
}
