import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { readPerson } from '../../shared/account-store.ts';
import { cityClock } from '../../shared/clock.ts';
import { queueWorker } from '../../shared/queue-worker.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { logger, metrics } from '../../shared/telemetry.ts';
import { emailChannel } from './channels/email-client.ts';
import { pushChannel } from './channels/push-client.ts';
import { zaloChannel } from './channels/zalo-client.ts';
import { deliverer } from './deliver.ts';
import { deliveryQueue } from './delivery-queue-client.ts';
import { DeliveryStore } from './delivery-store.ts';
import { noticeKeysReader } from './keys-client.ts';
import { PreferenceStore } from './preference-store.ts';
import { noticeTableReader } from './table-reader.ts';

const env = Environment.pick({
  TABLE_NAME: true,
  CITY: true,
  CLOCK: true,
  DELIVERY_QUEUE_URL: true,
  EMAIL_SENDER: true,
  NOTICE_KEYS_SECRET: true,
  ZALO_ENDPOINT: true,
  PUSH_HOSTS: true,
}).parse(process.env);
const table = openTable(env.TABLE_NAME);
const clock = cityClock(env.CLOCK);
const preferences = new PreferenceStore(table);
const keys = noticeKeysReader(new SecretsManagerClient({}), env.NOTICE_KEYS_SECRET);
// One try each: a client that tries again by itself may send twice.
const ses = new SESv2Client({ maxAttempts: 1, requestHandler: { requestTimeout: 8000 } });

const deliver = deliverer({
  deliveries: new DeliveryStore(table, env.CITY.notices.deliveryDays),
  preferences,
  person: (accountId) => readPerson(table, accountId),
  channels: {
    email: emailChannel(ses, env.EMAIL_SENDER),
    push: pushChannel({
      keys: async () => (await keys())?.vapid ?? null,
      subject: `mailto:${env.EMAIL_SENDER}`,
      hosts: env.PUSH_HOSTS,
      forget: (accountId, id) => preferences.forget(accountId, id),
    }),
    zalo: zaloChannel({ endpoint: env.ZALO_ENDPOINT, token: async () => (await keys())?.zaloToken ?? null }),
  },
  hasZalo: env.ZALO_ENDPOINT !== null,
  table: noticeTableReader(table),
  request: deliveryQueue(new SQSClient({ useQueueUrlAsEndpoint: false }), env.DELIVERY_QUEUE_URL, clock),
  perHour: env.CITY.notices.perHour,
  quietHours: env.CITY.notices.quietHours,
  clock,
  machine: Date.now,
});

const Message = z.object({ accountId: z.string(), noticeId: z.string() });

/** Sends what waits to go out of the city, each once. */
export const handler = queueWorker('notices sent', async (body) => {
  const key = Message.parse(body);
  const state = await deliver(key);
  if (state === null) return;
  if (state === 'unknown') logger.warn('nobody knows whether a notice was sent', { noticeId: key.noticeId });
  metrics.addMetric(`Deliveries-${state}`, MetricUnit.Count, 1);
  metrics.publishStoredMetrics();
});
