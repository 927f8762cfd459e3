import { createHash } from 'node:crypto';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { DomainError, errors } from './errors.ts';
import type { Table, Write } from './table/table.ts';

/** One creation as the caller named it. */
export interface Creation {
  accountId: string;
  /** The route's name: the same key may serve different routes. */
  route: string;
  key: string;
  /** The body as parsed. */
  body: unknown;
}

const Record = z.object({ bodyHash: z.string(), createdId: z.string(), ttl: z.number() });

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');
const hashOf = ({ body }: Creation) => sha256(JSON.stringify(body));
const keyOf = ({ accountId, route, key }: Creation) => ({
  PK: `IDEM#${accountId}#${route}#${sha256(key)}`,
  SK: 'IDEM',
});
const seconds = (at: Date) => Math.floor(at.getTime() / 1000);

/** Thrown when another request with the same key was faster: read what it made. */
export class CreatedMeanwhile extends Error {}

/** The id of what an earlier request with this key made; null when there was none. 422 when its body differed. */
export async function findCreated(table: Table, creation: Creation, now: Date): Promise<string | null> {
  const { Item } = await table.db.send(
    new GetCommand({ TableName: table.name, Key: keyOf(creation), ConsistentRead: true }),
  );
  if (!Item) return null;
  const record = Record.parse(Item);
  // The table deletes what has expired when it gets to it; until then it counts as gone.
  if (record.ttl <= seconds(now)) return null;
  if (record.bodyHash !== hashOf(creation)) {
    throw new DomainError(errors.keyReused, [
      {
        field: 'Idempotency-Key',
        message: { vi: 'Đã dùng cho một nội dung khác', en: 'It was used for another body' },
      },
    ]);
  }
  return record.createdId;
}

/** The write that remembers a creation; belongs into the creation's own transaction. */
export function rememberCreated(
  table: Table,
  creation: Creation,
  createdId: string,
  now: Date,
  days: number,
): Write {
  return {
    operation: {
      Put: {
        TableName: table.name,
        Item: {
          ...keyOf(creation),
          bodyHash: hashOf(creation),
          createdId,
          ttl: seconds(now) + days * 86_400,
        },
        ConditionExpression: 'attribute_not_exists(PK) OR #ttl <= :now',
        ExpressionAttributeNames: { '#ttl': 'ttl' },
        ExpressionAttributeValues: { ':now': seconds(now) },
      },
    },
    refused: () => new CreatedMeanwhile(),
  };
}
