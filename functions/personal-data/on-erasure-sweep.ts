import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { S3Client } from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import { cityClock } from '../../shared/clock.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { logger, metrics } from '../../shared/telemetry.ts';
import { erase } from './erase.ts';
import { ErasureStore } from './erasure-store.ts';
import { ExportFiles } from './file-client.ts';

const env = Environment.pick({ TABLE_NAME: true, EXPORT_BUCKET: true, CLOCK: true }).parse(process.env);
const store = new ErasureStore(openTable(env.TABLE_NAME));
const files = new ExportFiles(new S3Client({}), env.EXPORT_BUCKET);
const clock = cityClock(env.CLOCK);
const page = 25;
const reserveMilliseconds = 10_000;

/**
 * Every hour: erases the accounts whose time has come, one after the other. One that fails does not hold up the others,
 * and makes the run fail in the end, so that somebody looks; what a run does not reach, the next one does.
 */
export async function handler(_: unknown, context: Context): Promise<{ erased: number; finished: boolean }> {
  const hasTime = () => context.getRemainingTimeInMillis() > reserveMilliseconds;
  let erased = 0;
  let failed = 0;
  let after: string | undefined;
  for (;;) {
    const { ids, next } = await store.due(clock.now(), after, page);
    for (const accountId of ids) {
      try {
        if (hasTime() && (await erase({ store, files, clock, hasTime }, accountId))) erased += 1;
      } catch (error) {
        failed += 1;
        logger.error('account not erased', { accountId, error });
      }
    }
    const finished = next === null && hasTime();
    if (finished || !hasTime()) {
      metrics.addMetric('AccountsErased', MetricUnit.Count, erased);
      metrics.publishStoredMetrics();
      logger.info('due accounts erased', { erased, failed, finished });
      if (failed > 0) throw new Error(`${failed} accounts could not be erased`);
      return { erased, finished };
    }
    after = next ?? undefined;
  }
}
