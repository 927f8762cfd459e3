import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { reportEventTypes } from '../../events/report.ts';
import { accountKey } from '../../shared/account-record.ts';
import { Time } from '../../shared/identifiers.ts';
import { inboxPartition } from '../../shared/inbox-record.ts';
import { readList } from '../../shared/table/lists.ts';
import type { Table } from '../../shared/table/table.ts';
import type { Address, Notice } from './notices.ts';

const StoredNotice = z.object({
  address: z.custom<Address>((value) => typeof value === 'string'),
  id: z.string(),
  at: Time,
  kind: z.enum([...reportEventTypes, 'photo.refused']),
  reportId: z.string(),
  code: z.string().nullable(),
  unit: z.object({ code: z.string(), name: z.object({ vi: z.string(), en: z.string() }) }).nullable(),
});

/** Inboxes: a partition for each address, notices in the order of their events. */
export class InboxStore {
  readonly table: Table;

  constructor(table: Table) {
    this.table = table;
  }

  /** Leaves out the notices to people whose account was erased: their inbox went with it. Half a read unit each. */
  async withoutErased(notices: readonly Notice[]): Promise<Notice[]> {
    const open = await Promise.all(
      notices.map(async (notice) => {
        const id = /^ACCOUNT#(.+)$/.exec(notice.address)?.[1];
        if (id === undefined) return [notice];
        const { Item } = await this.table.db.send(
          new GetCommand({
            TableName: this.table.name,
            Key: accountKey(id),
            ProjectionExpression: '#state',
            ExpressionAttributeNames: { '#state': 'state' },
          }),
        );
        return Item?.state === 'erased' ? [] : [notice];
      }),
    );
    return open.flat();
  }

  /** Puts a notice into its inbox; the same one twice is there once. */
  async put(notice: Notice): Promise<void> {
    try {
      await this.table.db.send(
        new PutCommand({
          TableName: this.table.name,
          Item: { PK: inboxPartition(notice.address), SK: notice.id, ...notice },
          ConditionExpression: 'attribute_not_exists(PK)',
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }

  /** The notices of several addresses in one list, the newest first. */
  async read(
    addresses: readonly Address[],
    paging: { after: string | undefined; limit: number },
  ): Promise<{ notices: Notice[]; next: string | null }> {
    const { items, next } = await readList(this.table, {
      steps: [addresses.map((address) => ({ partition: inboxPartition(address) }))],
      direction: 'descending',
      ...paging,
    });
    return { notices: items.map((item) => StoredNotice.parse(item)), next };
  }
}
