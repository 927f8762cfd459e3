import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { timetableReader } from '../../shared/city/timetable-reader.ts';
import { cityClock } from '../../shared/clock.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { logger, metrics } from '../../shared/telemetry.ts';
import { ReportStore } from './store.ts';
import { sweep } from './sweep.ts';

const env = Environment.pick({ TABLE_NAME: true, CLOCK: true }).parse(process.env);
const clock = cityClock(env.CLOCK);
const table = openTable(env.TABLE_NAME);
const ground = { store: new ReportStore(table), clock, timetables: timetableReader(table) };
/** Time kept to finish what was begun. */
const reserveMilliseconds = 10_000;

/**
 * Every 15 minutes: finds by the due index what is due, whether or not a workflow should have seen to it, and takes
 * its steps. What one run does not reach, the next one does: it is still due.
 */
export async function handler(_: unknown, context: Context) {
  const swept = await sweep(ground, () => context.getRemainingTimeInMillis() > reserveMilliseconds);
  metrics.addMetric('StepsTakenBySweep', MetricUnit.Count, swept.steps);
  metrics.addMetric('ReportsThatSweepFailedOn', MetricUnit.Count, swept.failed);
  metrics.publishStoredMetrics();
  logger.info('due reports swept', { ...swept });
  // All others are done; whoever keeps the city has to hear of these.
  if (swept.failed > 0) throw new Error(`${swept.failed} due reports could not be seen to`);
  return swept;
}
