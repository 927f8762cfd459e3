import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { S3Client } from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import { cityClock } from '../../shared/clock.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { logger, metrics } from '../../shared/telemetry.ts';
import { SealStore } from './seal-store.ts';
import { sealDays } from './sealing.ts';

const env = Environment.pick({ TABLE_NAME: true, AUDIT_BUCKET: true, CITY: true, CLOCK: true }).parse(
  process.env,
);
const clock = cityClock(env.CLOCK);
const store = new SealStore(openTable(env.TABLE_NAME), new S3Client({}), env.AUDIT_BUCKET);
/** Time kept to finish a day that was begun. */
const reserveMilliseconds = 60_000;

/** Every night: seals the days that are complete and not sealed yet. */
export async function handler(
  _: unknown,
  context: Context,
): Promise<{ sealed: string[]; finished: boolean }> {
  const result = await sealDays(store, {
    now: clock.now(),
    firstDay: `${env.CITY.launchedIn}-01`,
    mustEnd: () => context.getRemainingTimeInMillis() < reserveMilliseconds,
  });
  metrics.addMetric('DaysSealed', MetricUnit.Count, result.sealed.length);
  metrics.publishStoredMetrics();
  logger.info('days sealed', { days: result.sealed.length, finished: result.finished });
  return result;
}
