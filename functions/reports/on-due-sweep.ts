import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { cityClock } from '../../shared/clock.ts';
import { Environment } from '../../shared/settings.ts';
import { readList } from '../../shared/table/lists.ts';
import { openTable } from '../../shared/table/table.ts';
import { logger, metrics } from '../../shared/telemetry.ts';
import { takeDueSteps } from './due-steps.ts';
import { duePartition, dueShards } from './keys.ts';
import { Report } from './report.ts';
import { ReportStore } from './store.ts';

const env = Environment.pick({ TABLE_NAME: true, CITY: true, CLOCK: true }).parse(process.env);
const clock = cityClock(env.CLOCK);
const store = new ReportStore(openTable(env.TABLE_NAME));
const page = 25;
/** Time kept to finish what was begun. */
const reserveMilliseconds = 10_000;

/**
 * Every 15 minutes: finds by the due index what is due, whether or not a workflow should have seen to it, and takes
 * its steps. What one run does not reach, the next one does: it is still due.
 */
export async function handler(_: unknown, context: Context): Promise<{ steps: number; finished: boolean }> {
  const until = `${clock.now().toISOString()}#~`;
  const shards = Array.from({ length: dueShards }, (_, shard) => ({
    partition: duePartition(shard),
    to: until,
  }));
  let steps = 0;
  let after: string | undefined;
  for (;;) {
    const { items, next } = await readList(store.table, {
      index: 'GSI3',
      steps: [shards],
      direction: 'ascending',
      after,
      limit: page,
    });
    const taken = await Promise.all(
      items.map((item) =>
        takeDueSteps({ store, clock, deadlines: env.CITY.deadlines }, Report.parse(item).id),
      ),
    );
    steps += taken.flat().length;
    const finished = next === null;
    if (finished || context.getRemainingTimeInMillis() < reserveMilliseconds) {
      metrics.addMetric('StepsTakenBySweep', MetricUnit.Count, steps);
      metrics.publishStoredMetrics();
      logger.info('due reports swept', { steps, finished });
      return { steps, finished };
    }
    after = next;
  }
}
