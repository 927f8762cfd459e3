import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import { accountKey } from '../../shared/account-record.ts';
import { DomainError, errors } from '../../shared/errors.ts';
import { exportingKey, exportKey, exportsPartition } from '../../shared/holdings.ts';
import { type Creation, rememberCreated } from '../../shared/idempotency.ts';
import { readList } from '../../shared/table/lists.ts';
import { difference, present, type Table, transact } from '../../shared/table/table.ts';
import { append } from '../../shared/timeline-store.ts';
import type { NewEntry } from '../../shared/timeline.ts';
import { Export, forgottenAt, hopedUntil } from './export.ts';

/** Thrown when another export of this person is in the making. */
export class Running extends Error {
  readonly exportId: string;

  constructor(exportId: string) {
    super(`export ${exportId} is in the making`);
    this.exportId = exportId;
  }
}

/** Thrown when an export is no longer waited for: it was made already, or its person's data was erased. */
export class NotAwaited extends Error {}

/** Exports in the table. */
export class ExportStore {
  readonly table: Table;

  constructor(table: Table) {
    this.table = table;
  }

  async find(id: string): Promise<Export | null> {
    const { Item } = await this.table.db.send(
      new GetCommand({ TableName: this.table.name, Key: exportKey(id), ConsistentRead: true }),
    );
    return Item ? Export.parse(Item) : null;
  }

  /** The exports of a person's accounts, the newest first. */
  async list(
    accountIds: readonly string[],
    paging: { after: string | undefined; limit: number },
  ): Promise<{ exports: Export[]; next: string | null }> {
    const { items, next } = await readList(this.table, {
      index: 'GSI1',
      steps: [accountIds.map((id) => ({ partition: exportsPartition(id) }))],
      direction: 'descending',
      ...paging,
    });
    return { exports: items.map((item) => Export.parse(item)), next };
  }

  /**
   * Writes an export that is asked for, with its entry, which sets the worker going. Throws Running while another one
   * is in the making, CreatedMeanwhile as idempotency has it, and 404 when the account was closed meanwhile.
   */
  async create(
    asked: Export,
    entry: NewEntry,
    creation: Creation,
    days: { idempotency: number; kept: number },
  ): Promise<void> {
    const { id, accountId, askedAt } = asked;
    await transact(this.table, [
      rememberCreated(this.table, creation, id, new Date(askedAt), days.idempotency),
      {
        operation: {
          Put: {
            TableName: this.table.name,
            Item: { ...exportingKey(accountId), running: id, since: askedAt, until: hopedUntil(asked) },
            ConditionExpression: 'attribute_not_exists(PK) OR #until <= :now',
            ExpressionAttributeNames: { '#until': 'until' },
            ExpressionAttributeValues: { ':now': askedAt },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          },
        },
        refused: (found) => new Running(typeof found?.running === 'string' ? found.running : id),
      },
      {
        operation: {
          Put: {
            TableName: this.table.name,
            Item: present({
              ...exportKey(id),
              ...asked,
              GSI1PK: exportsPartition(accountId),
              GSI1SK: `${askedAt}#${id}`,
              ttl: forgottenAt(asked, days.kept),
            }),
            ConditionExpression: 'attribute_not_exists(PK)',
          },
        },
        refused: () => new Error(`export ${id} exists already`),
      },
      {
        operation: {
          ConditionCheck: {
            TableName: this.table.name,
            Key: accountKey(accountId),
            ConditionExpression: '#state IN (:active, :erasing)',
            ExpressionAttributeNames: { '#state': 'state' },
            ExpressionAttributeValues: { ':active': 'active', ':erasing': 'erasing' },
          },
        },
        refused: () => new DomainError(errors.notFound),
      },
      append(this.table, entry),
    ]);
  }

  /** Marks an export as made, with its entry; throws NotAwaited when nobody waits for it any more. */
  async markReady(before: Export, after: Export, entry: NewEntry): Promise<void> {
    const update = difference(before, after);
    await transact(this.table, [
      {
        operation: {
          Update: {
            TableName: this.table.name,
            Key: exportKey(after.id),
            ...update,
            ConditionExpression: '#was = :asked',
            ExpressionAttributeNames: { ...update.ExpressionAttributeNames, '#was': 'state' },
            ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ':asked': 'asked' },
          },
        },
        refused: () => new NotAwaited(),
      },
      append(this.table, entry),
    ]);
  }

  /** Lets the person ask again. Where another export is in the making by now, that one goes on. */
  async release({ id, accountId }: Export): Promise<void> {
    try {
      await this.table.db.send(
        new DeleteCommand({
          TableName: this.table.name,
          Key: exportingKey(accountId),
          ConditionExpression: 'running = :id',
          ExpressionAttributeValues: { ':id': id },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }
}
