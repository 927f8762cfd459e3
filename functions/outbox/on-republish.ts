import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import * as z from 'zod';
import { Environment } from '../../shared/settings.ts';
import { readList } from '../../shared/table/lists.ts';
import { openTable } from '../../shared/table/table.ts';
import { logger } from '../../shared/telemetry.ts';
import { entriesOfDay, entryShards, TimelineEntry } from '../../shared/timeline.ts';
import { eventOf } from './publication.ts';
import { publish } from './bus-client.ts';

const env = Environment.pick({ TABLE_NAME: true, BUS_NAME: true }).parse(process.env);
const table = openTable(env.TABLE_NAME);
const bus = new EventBridgeClient({});

const Input = z.object({ day: z.iso.date(), after: z.string().optional() });

/** One call publishes at most so many; `next` in its answer is the `after` of the next call. */
const mostEntries = 5000;
const page = 100;

/**
 * Publishes the entries of a day (UTC) again, for a stream keeps them for 24 hours only. Run by hand; those who
 * listen know what they have heard by its id.
 */
export async function handler(
  input: unknown,
): Promise<{ published: number; refused: number; next: string | null }> {
  const { day, after } = Input.parse(input);
  const shards = Array.from({ length: entryShards }, (_, shard) => ({ partition: entriesOfDay(day, shard) }));
  let next: string | null = after ?? null;
  let [published, refused] = [0, 0];
  do {
    const read = await readList(table, {
      index: 'GSI5',
      steps: [shards],
      direction: 'ascending',
      after: next ?? undefined,
      limit: page,
    });
    const events = read.items.map((item) => eventOf(TimelineEntry.parse(item), env.BUS_NAME));
    const failed = await publish(bus, events);
    published += events.length - failed.length;
    refused += failed.length;
    next = read.next;
  } while (next !== null && published + refused < mostEntries);
  logger.info('entries published again', { day, published, refused });
  return { published, refused, next };
}
