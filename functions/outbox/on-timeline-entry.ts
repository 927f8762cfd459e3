import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { Environment } from '../../shared/settings.ts';
import { logger, metrics } from '../../shared/telemetry.ts';
import { TimelineEntry } from '../../shared/timeline.ts';
import { eventOf } from './publication.ts';
import { publish } from './bus-client.ts';

const env = Environment.pick({ BUS_NAME: true, UNPUBLISHED_QUEUE_URL: true }).parse(process.env);
const bus = new EventBridgeClient({});
// The endpoint is the client's, as for all other services, not the one that a queue's address names.
const queues = new SQSClient({ useQueueUrlAsEndpoint: false });

const StreamRecord = z.object({
  dynamodb: z.object({
    NewImage: z.record(
      z.string(),
      z.custom<AttributeValue>((value) => typeof value === 'object'),
    ),
  }),
});

/**
 * The one reader of the table's stream: puts new timeline entries on the bus. What cannot be read as an entry, or is
 * refused by the bus twice, goes to a queue for people to look at, so that one bad record never holds up its shard.
 */
export async function handler({ Records }: { Records: readonly unknown[] }): Promise<void> {
  const events: PutEventsRequestEntry[] = [];
  for (const record of Records) {
    const entry = entryIn(record);
    if (entry) events.push(eventOf(entry, env.BUS_NAME));
    else await setAside('unreadable', record);
  }
  // Once more for those that the bus refused the first time.
  const refused = await publish(bus, await publish(bus, events));
  for (const event of refused) await setAside('refused by the bus', event);
  metrics.addMetric('EntriesPublished', MetricUnit.Count, events.length - refused.length);
  metrics.publishStoredMetrics();
  logger.info('entries published', { published: events.length - refused.length, refused: refused.length });
}

function entryIn(record: unknown): TimelineEntry | undefined {
  const image = StreamRecord.safeParse(record);
  if (!image.success) return undefined;
  return TimelineEntry.safeParse(unmarshall(image.data.dynamodb.NewImage)).data;
}

async function setAside(reason: string, record: unknown): Promise<void> {
  logger.error('entry not published', { reason });
  await queues.send(
    new SendMessageCommand({
      QueueUrl: env.UNPUBLISHED_QUEUE_URL,
      MessageBody: JSON.stringify({ reason, record }),
    }),
  );
}
