import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Time } from '../../shared/identifiers.ts';
import { marksPartition } from '../../shared/inbox-record.ts';
import { readList } from '../../shared/table/lists.ts';
import type { Table } from '../../shared/table/table.ts';
import type { ReadUpTo } from './inbox-state.ts';
import type { Address } from './notices.ts';

const archivedPrefix = 'ARCHIVED#';
const readPrefix = 'READ#';
type Prefix = typeof archivedPrefix | typeof readPrefix;

const Archived = z.object({
  id: z.string(),
  address: z.custom<Address>((value) => typeof value === 'string'),
});
const Watermark = z.object({ at: Time });
const Mark = z.object({ id: z.string() });

/**
 * What each person has read and archived, beside the notices: an office's inbox is read by many, each for themselves.
 * All of one person's marks are one partition: a watermark up to which everything is read, and single notices.
 */
export class MarkStore {
  readonly table: Table;

  constructor(table: Table) {
    this.table = table;
  }

  /** Up to where everything is read; null where nothing was ever marked as a whole. Half a read unit. */
  async readUpTo(accountId: string): Promise<ReadUpTo | null> {
    const { Item } = await this.table.db.send(
      new GetCommand({ TableName: this.table.name, Key: watermarkKey(accountId) }),
    );
    return Item ? Watermark.parse(Item) : null;
  }

  /** Marks all that came until now as read; an earlier call that comes late undoes nothing. */
  async markAllRead(accountId: string, { at }: ReadUpTo): Promise<void> {
    try {
      await this.table.db.send(
        new UpdateCommand({
          TableName: this.table.name,
          Key: watermarkKey(accountId),
          UpdateExpression: 'SET #at = :at',
          ConditionExpression: 'attribute_not_exists(PK) OR #at < :at',
          ExpressionAttributeNames: { '#at': 'at' },
          ExpressionAttributeValues: { ':at': at },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }

  async markRead(accountId: string, id: string): Promise<void> {
    await this.put(accountId, `${readPrefix}${id}`, { id });
  }

  async archive(accountId: string, notice: { id: string; address: Address }): Promise<void> {
    await this.put(accountId, `${archivedPrefix}${notice.id}`, { id: notice.id, address: notice.address });
  }

  /** Which notices between two ids (both included) are read or archived, each by its own mark. */
  async between(
    accountId: string,
    from: string,
    to: string,
  ): Promise<{ read: Set<string>; archived: Set<string> }> {
    const [read, archived] = await Promise.all([
      this.ids(accountId, readPrefix, from, to),
      this.ids(accountId, archivedPrefix, from, to),
    ]);
    return { read, archived };
  }

  /** What a person archived, the newest notice first. */
  async archived(
    accountId: string,
    paging: { after: string | undefined; limit: number },
  ): Promise<{ places: { id: string; address: Address }[]; next: string | null }> {
    const range = { partition: marksPartition(accountId), from: archivedPrefix, to: `${archivedPrefix}~` };
    const { items, next } = await readList(this.table, {
      steps: [[range]],
      direction: 'descending',
      ...paging,
    });
    return { places: items.map((item) => Archived.parse(item)), next };
  }

  private async put(accountId: string, SK: string, item: Record<string, unknown>): Promise<void> {
    await this.table.db.send(
      new PutCommand({ TableName: this.table.name, Item: { PK: marksPartition(accountId), SK, ...item } }),
    );
  }

  private async ids(accountId: string, prefix: Prefix, from: string, to: string): Promise<Set<string>> {
    const { Items = [] } = await this.table.db.send(
      new QueryCommand({
        TableName: this.table.name,
        KeyConditionExpression: 'PK = :pk AND SK BETWEEN :from AND :to',
        ExpressionAttributeValues: {
          ':pk': marksPartition(accountId),
          ':from': `${prefix}${from}`,
          ':to': `${prefix}${to}`,
        },
      }),
    );
    return new Set(Items.map((item) => Mark.parse(item).id));
  }
}

const watermarkKey = (accountId: string) => ({ PK: marksPartition(accountId), SK: 'WATERMARK' });
