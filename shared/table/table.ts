import { setTimeout as delay } from 'node:timers/promises';
import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { DomainError, errors } from '../errors.ts';

export interface Table {
  db: DynamoDBDocumentClient;
  name: string;
}

/** The city's one table. The endpoint is the SDK's own affair (AWS_ENDPOINT_URL). */
export function openTable(name: string): Table {
  const db = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
    marshallOptions: { removeUndefinedValues: true },
  });
  return { db, name };
}

type Operation = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** One write of a transaction, and which error it means when its condition does not hold. */
export interface Write {
  operation: Operation;
  /** Gets the item as it was found, or null where there was none. */
  refused: (found: Record<string, unknown> | null) => Error;
}

/** How often a transaction that met another one on the same items is tried again, 20 to 160 ms apart. */
const conflictRetries = 4;

/**
 * All writes or none. When a condition refused one, the first such write says what that means; a transaction that
 * collided with another is tried again, and at last is a 503. At most 100 writes (DynamoDB's limit).
 */
export async function transact(table: Table, writes: readonly Write[]): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await table.db.send(
        new TransactWriteCommand({ TransactItems: writes.map(({ operation }) => operation) }),
      );
      return;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const reasons = error.CancellationReasons ?? [];
      const index = reasons.findIndex(({ Code }) => Code === 'ConditionalCheckFailed');
      const item = reasons[index]?.Item;
      if (index >= 0) throw writes[index]?.refused(item ? unmarshall(item) : null) ?? error;
      const passing = reasons.every(({ Code }) => Code === 'None' || Code === 'TransactionConflict');
      if (!passing) throw error;
      if (attempt === conflictRetries) throw new DomainError(errors.unavailable);
      await delay(20 * 2 ** attempt * (0.5 + Math.random() / 2));
    }
  }
}

/**
 * An update that sets what differs between two states of an entity and leaves all else alone, so that writers of
 * different attributes never undo each other. Null and undefined remove an attribute.
 */
export function difference(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): Pick<NonNullable<Operation['Update']>, 'ExpressionAttributeNames' | 'ExpressionAttributeValues'> & {
  UpdateExpression: string;
} {
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  const sets: string[] = [];
  const removes: string[] = [];
  const attributes = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  for (const [index, attribute] of attributes.entries()) {
    const [old, value] = [before[attribute] ?? null, after[attribute] ?? null];
    if (JSON.stringify(old) === JSON.stringify(value)) continue;
    names[`#d${index}`] = attribute;
    if (value === null) {
      removes.push(`#d${index}`);
    } else {
      values[`:d${index}`] = value;
      sets.push(`#d${index} = :d${index}`);
    }
  }
  const clauses = [
    sets.length > 0 && `SET ${sets.join(', ')}`,
    removes.length > 0 && `REMOVE ${removes.join(', ')}`,
  ];
  return {
    UpdateExpression: clauses.filter(Boolean).join(' '),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  };
}

/** An item without its empty attributes: an index takes no null as a key. */
export function present(item: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(item).filter(([, value]) => value !== null && value !== undefined),
  );
}
