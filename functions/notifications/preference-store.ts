import { DeleteCommand, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { DomainError, errors } from '../../shared/errors.ts';
import { preferencesKey, pushPrefix } from '../../shared/inbox-record.ts';
import { Time } from '../../shared/identifiers.ts';
import { type Table, transact } from '../../shared/table/table.ts';
import { append } from '../../shared/timeline-store.ts';
import type { NewEntry } from '../../shared/timeline.ts';
import { PushSubscription } from './channels/port.ts';
import { Preferences } from './preferences.ts';

const StoredPreferences = z.object({ version: z.number().int(), preferences: Preferences });

/** A browser that pushes go to, as it is kept in the account's partition. */
const StoredSubscription = PushSubscription.extend({ device: z.string().nullish(), createdAt: Time });
export type StoredSubscription = z.infer<typeof StoredSubscription>;

const subscriptionKey = (accountId: string, id: string) => ({
  PK: preferencesKey(accountId).PK,
  SK: `${pushPrefix}${id}`,
});

/** What people have chosen about notices, and the browsers that they want pushes on. */
export class PreferenceStore {
  readonly table: Table;

  constructor(table: Table) {
    this.table = table;
  }

  /** Null where a person has chosen nothing. */
  async find(accountId: string): Promise<{ version: number; preferences: Preferences } | null> {
    const { Item } = await this.table.db.send(
      new GetCommand({ TableName: this.table.name, Key: preferencesKey(accountId), ConsistentRead: true }),
    );
    return Item ? StoredPreferences.parse(Item) : null;
  }

  /** Writes a new choice with the entry that says so. A 412 when another one came between. */
  async replace(
    accountId: string,
    version: number,
    preferences: Preferences,
    entry: NewEntry,
  ): Promise<void> {
    await transact(this.table, [
      {
        operation: {
          Put: {
            TableName: this.table.name,
            Item: { ...preferencesKey(accountId), version, preferences },
            ConditionExpression: 'attribute_not_exists(PK) OR #version = :before',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':before': version - 1 },
          },
        },
        refused: () => new DomainError(errors.changedMeanwhile),
      },
      append(this.table, entry),
    ]);
  }

  /** A person's browsers: at most ten. Half a read unit. */
  async subscriptions(accountId: string): Promise<StoredSubscription[]> {
    const { Items = [] } = await this.table.db.send(
      new QueryCommand({
        TableName: this.table.name,
        KeyConditionExpression: 'PK = :pk AND begins_with(SK, :push)',
        ExpressionAttributeValues: { ':pk': preferencesKey(accountId).PK, ':push': pushPrefix },
        ConsistentRead: true,
      }),
    );
    return Items.map((item) => StoredSubscription.parse(item));
  }

  /** Writes a browser with the entry that says so. */
  async subscribe(accountId: string, subscription: StoredSubscription, entry: NewEntry): Promise<void> {
    await transact(this.table, [
      {
        operation: {
          Put: {
            TableName: this.table.name,
            Item: { ...subscriptionKey(accountId, subscription.id), ...subscription },
          },
        },
        refused: () => new DomainError(errors.changedMeanwhile),
      },
      append(this.table, entry),
    ]);
  }

  /** Deletes a browser with the entry that says so; a 404 where there is none. */
  async unsubscribe(accountId: string, id: string, entry: NewEntry): Promise<void> {
    await transact(this.table, [
      {
        operation: {
          Delete: {
            TableName: this.table.name,
            Key: subscriptionKey(accountId, id),
            ConditionExpression: 'attribute_exists(PK)',
          },
        },
        refused: () => new DomainError(errors.notFound),
      },
      append(this.table, entry),
    ]);
  }

  /** Deletes a browser that its push service says is gone: nobody's deed, so nothing is said of it. */
  async forget(accountId: string, id: string): Promise<void> {
    await this.table.db.send(
      new DeleteCommand({ TableName: this.table.name, Key: subscriptionKey(accountId, id) }),
    );
  }
}
