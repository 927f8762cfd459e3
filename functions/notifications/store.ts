import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Time } from '../../shared/identifiers.ts';
import { inboxPartition } from '../../shared/inbox-record.ts';
import { readList } from '../../shared/table/lists.ts';
import { present, type Table } from '../../shared/table/table.ts';
import type { Address, Notice } from './notices.ts';
import { noticeEvents } from './routing-table.ts';

/** A notice in its inbox. */
const StoredNotice = z.object({
  address: z.custom<Address>((value) => typeof value === 'string'),
  id: z.string(),
  at: Time,
  kind: z.enum(noticeEvents),
  text: z.object({ vi: z.string(), en: z.string() }),
  reportId: z.string().nullish().default(null),
  code: z.string().nullish().default(null),
  /** When it came here: an event that comes late is older than this. */
  toldAt: Time,
});
export type StoredNotice = z.infer<typeof StoredNotice>;

/** Inboxes: a partition for each address, notices in the order of their events. */
export class InboxStore {
  readonly table: Table;

  constructor(table: Table) {
    this.table = table;
  }

  /** Puts a notice into its inbox; the same one twice is there once. One write unit. */
  async put(notice: Notice, now: Date): Promise<void> {
    const item = present({ PK: inboxPartition(notice.address), SK: notice.id, ...notice });
    try {
      await this.table.db.send(
        new PutCommand({
          TableName: this.table.name,
          Item: { ...item, toldAt: now.toISOString() },
          ConditionExpression: 'attribute_not_exists(PK)',
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }

  /** The notice of this id at the first of these addresses that has it; null when none does. */
  async find(addresses: readonly Address[], id: string): Promise<StoredNotice | null> {
    const found = await Promise.all(
      addresses.map((address) =>
        this.table.db.send(
          new GetCommand({
            TableName: this.table.name,
            Key: { PK: inboxPartition(address), SK: id },
            ConsistentRead: true,
          }),
        ),
      ),
    );
    const item = found.find(({ Item }) => Item !== undefined)?.Item;
    return item === undefined ? null : StoredNotice.parse(item);
  }

  /** The notices of several addresses in one list, the newest first; one that came to two of them is there once. */
  async read(
    addresses: readonly Address[],
    paging: { after: string | undefined; limit: number; from?: string },
  ): Promise<{ notices: StoredNotice[]; next: string | null }> {
    const { from, ...rest } = paging;
    const seen = new Set<unknown>();
    const { items, next } = await readList(this.table, {
      steps: [
        addresses.map((address) => ({
          partition: inboxPartition(address),
          ...(from !== undefined && { from }),
        })),
      ],
      direction: 'descending',
      keep: ({ SK }) => !seen.has(SK) && seen.add(SK).size > 0,
      ...rest,
    });
    return { notices: items.map((item) => StoredNotice.parse(item)), next };
  }

  /** Notices by their places, in no order; what is not there (any more) is left out. At most 100. */
  async readAll(places: readonly { address: Address; id: string }[]): Promise<StoredNotice[]> {
    if (places.length === 0) return [];
    const { Responses } = await this.table.db.send(
      new BatchGetCommand({
        RequestItems: {
          [this.table.name]: {
            Keys: places.map(({ address, id }) => ({ PK: inboxPartition(address), SK: id })),
          },
        },
      }),
    );
    return (Responses?.[this.table.name] ?? []).map((item) => StoredNotice.parse(item));
  }
}
