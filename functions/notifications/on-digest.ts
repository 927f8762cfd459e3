import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import { cityClock } from '../../shared/clock.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { logger, metrics } from '../../shared/telemetry.ts';
import { DigestStore } from './digest-store.ts';
import { digester } from './make-digests.ts';
import { unitsReader } from './standing-reader.ts';
import { noticeTableReader } from './table-reader.ts';
import { openTeller } from './teller-client.ts';
import { workingDayReader } from './working-day-reader.ts';

const env = Environment.pick({
  TABLE_NAME: true,
  CITY: true,
  CLOCK: true,
  DELIVERY_QUEUE_URL: true,
  ZALO_ENDPOINT: true,
}).parse(process.env);
const table = openTable(env.TABLE_NAME);
const clock = cityClock(env.CLOCK);
const { tell, people } = openTeller({
  table,
  sqs: new SQSClient({ useQueueUrlAsEndpoint: false }),
  queueUrl: env.DELIVERY_QUEUE_URL,
  city: env.CITY,
  clock,
  zaloEndpoint: env.ZALO_ENDPOINT,
});
const makeDigests = digester({
  store: new DigestStore(table),
  people,
  units: unitsReader(table),
  table: noticeTableReader(table),
  tell,
  isWorkingDay: workingDayReader(table, clock),
  clock,
});
/** Time kept to finish the unit that was begun. */
const reserveMilliseconds = 30_000;

/**
 * At 7:30 in the morning, and twice more for what the first run did not reach: tells each official and leader
 * what today asks of them, and on the week's first working day the city's leaders how the city stands.
 */
export async function handler(_: unknown, context: Context): Promise<{ units: number; finished: boolean }> {
  const result = await makeDigests(() => context.getRemainingTimeInMillis() > reserveMilliseconds);
  metrics.addMetric('DigestUnits', MetricUnit.Count, result.units);
  metrics.publishStoredMetrics();
  logger.info('digests made', result);
  return result;
}
