import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { Account, accountKey } from './account-record.ts';
import { DomainError, errors } from './errors.ts';
import { difference, type Table, transact, type Write } from './table/table.ts';
import { append } from './timeline-store.ts';
import type { NewEntry } from './timeline.ts';

/** An account, read consistently; null when there is none. One read unit for each 4 kB. */
export async function readAccount(table: Table, id: string): Promise<Account | null> {
  const { Item } = await table.db.send(
    new GetCommand({ TableName: table.name, Key: accountKey(id), ConsistentRead: true }),
  );
  return Item ? Account.parse(Item) : null;
}

/** The account of whoever an account is by now: one that was joined into another leads there. */
export async function readPerson(table: Table, id: string): Promise<Account | null> {
  const account = await readAccount(table, id);
  const into = account?.joinedInto ?? null;
  return into === null ? account : readPerson(table, into);
}

/** The write that changes an account nobody changed since it was read; 412 otherwise. */
export function accountWrite(table: Table, before: Account, after: Account): Write {
  const { UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues } = difference(before, after);
  return {
    operation: {
      Update: {
        TableName: table.name,
        Key: accountKey(after.id),
        UpdateExpression,
        ConditionExpression: '#v = :v',
        ExpressionAttributeNames: { ...ExpressionAttributeNames, '#v': 'version' },
        ExpressionAttributeValues: { ...ExpressionAttributeValues, ':v': before.version },
      },
    },
    refused: () => new DomainError(errors.changedMeanwhile),
  };
}

/** Changes an account in one transaction with the entry that says so, and whatever else belongs to it. */
export async function changeAccount(
  table: Table,
  before: Account,
  after: Account,
  entry: NewEntry,
  others: readonly Write[] = [],
): Promise<void> {
  await transact(table, [accountWrite(table, before, after), append(table, entry), ...others]);
}
