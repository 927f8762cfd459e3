import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import { cityClock } from '../../shared/clock.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { logger, metrics } from '../../shared/telemetry.ts';
import { deliveryQueue } from './delivery-queue-client.ts';
import { DeliveryStore } from './delivery-store.ts';

const env = Environment.pick({
  TABLE_NAME: true,
  CITY: true,
  CLOCK: true,
  DELIVERY_QUEUE_URL: true,
}).parse(process.env);
const clock = cityClock(env.CLOCK);
const store = new DeliveryStore(openTable(env.TABLE_NAME), env.CITY.notices.deliveryDays);
const request = deliveryQueue(new SQSClient({ useQueueUrlAsEndpoint: false }), env.DELIVERY_QUEUE_URL, clock);
const page = 100;
/** What is due since less than this has its own message still. */
const graceMilliseconds = 120_000;
const reserveMilliseconds = 10_000;

/**
 * Every five minutes: asks for what should have gone out by now: held back for longer than a queue can wait, or its
 * message lost, or its sender dead. Asked for twice it goes once.
 */
export async function handler(_: unknown, context: Context): Promise<{ asked: number; finished: boolean }> {
  const until = new Date(clock.now().getTime() - graceMilliseconds);
  let asked = 0;
  let after: string | undefined;
  for (;;) {
    const { deliveries, next } = await store.due(until, { after, limit: page });
    await Promise.all(deliveries.map(request));
    asked += deliveries.length;
    const finished = next === null;
    if (finished || context.getRemainingTimeInMillis() < reserveMilliseconds) {
      metrics.addMetric('DeliveriesAskedBySweep', MetricUnit.Count, asked);
      metrics.publishStoredMetrics();
      logger.info('deliveries swept', { asked, finished });
      return { asked, finished };
    }
    after = next;
  }
}
