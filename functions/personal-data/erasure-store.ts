import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type Account, accountKey, personRecordKey, subjectRecordKey } from '../../shared/account-record.ts';
import { changeAccount } from '../../shared/account-store.ts';
import type { Place } from '../../shared/holdings.ts';
import { readList } from '../../shared/table/lists.ts';
import type { Table, Write } from '../../shared/table/table.ts';
import type { NewEntry } from '../../shared/timeline.ts';
import { DomainError, errors } from '../../shared/errors.ts';
import { dueKeys, duePartitions } from './erasure.ts';
import { readPlace } from './holding-reader.ts';

const Key = z.object({ PK: z.string(), SK: z.string() });
const Due = z.object({ id: z.string() });

/** An item that lies somewhere, with the key that it can be deleted by. */
export interface Found {
  key: z.infer<typeof Key>;
  item: Record<string, unknown>;
}

/** What erasure reads and writes in the table. */
export class ErasureStore {
  readonly table: Table;

  constructor(table: Table) {
    this.table = table;
  }

  /** Changes an account, with its place on the list of what is due, in one transaction with its entry. */
  async change(
    before: Account,
    after: Account,
    entry: NewEntry,
    others: readonly Write[] = [],
  ): Promise<void> {
    await changeAccount(
      this.table,
      { ...before, ...dueKeys(before) },
      { ...after, ...dueKeys(after) },
      entry,
      others,
    );
  }

  /** The accounts whose erasure is due, by id, the longest due first. */
  async due(
    now: Date,
    after: string | undefined,
    limit: number,
  ): Promise<{ ids: string[]; next: string | null }> {
    const to = `${now.toISOString()}#~`;
    const { items, next } = await readList(this.table, {
      index: 'GSI3',
      steps: [duePartitions.map((partition) => ({ partition, to }))],
      direction: 'ascending',
      after,
      limit,
    });
    return { ids: items.map((item) => Due.parse(item).id), next };
  }

  /**
   * The writes that delete what leads from a person's sign-ins to the account or one joined into it. A lead that is
   * somebody else's by now is left alone.
   */
  async leadDeletions(account: Account): Promise<Write[]> {
    const accounts = [account.id, ...account.aliases];
    const keys = [
      ...account.subjects.map(subjectRecordKey),
      ...(account.personKey === null ? [] : [personRecordKey(account.personKey)]),
    ];
    const writes = await Promise.all(keys.map((key) => this.leadDeletion(key, accounts)));
    return writes.filter((write) => write !== null);
  }

  private async leadDeletion(
    lead: { PK: string; SK: string },
    accounts: readonly string[],
  ): Promise<Write | null> {
    const { Item } = await this.table.db.send(
      new GetCommand({ TableName: this.table.name, Key: lead, ConsistentRead: true }),
    );
    const accountId: unknown = Item?.accountId;
    if (typeof accountId !== 'string' || !accounts.includes(accountId)) return null;
    return {
      operation: {
        Delete: {
          TableName: this.table.name,
          Key: lead,
          ConditionExpression: 'accountId = :id',
          ExpressionAttributeValues: { ':id': accountId },
        },
      },
      refused: () => new DomainError(errors.changedMeanwhile),
    };
  }

  /** A page of what lies at a place. */
  async page(
    place: Place,
    after: string | undefined,
    limit: number,
  ): Promise<{ found: Found[]; next: string | null }> {
    const { items, next } = await readPlace(this.table, place, after, limit);
    return { found: items.map((item) => ({ key: Key.parse(item), item })), next };
  }

  async delete({ key }: Found): Promise<void> {
    await this.table.db.send(new DeleteCommand({ TableName: this.table.name, Key: key }));
  }

  /** Takes an account off the list that nothing is due for any more: it was joined into another meanwhile. */
  async unlist({ id, version }: Account): Promise<void> {
    try {
      await this.table.db.send(
        new UpdateCommand({
          TableName: this.table.name,
          Key: accountKey(id),
          UpdateExpression: 'REMOVE GSI3PK, GSI3SK',
          ConditionExpression: '#version = :version',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':version': version },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }
}
