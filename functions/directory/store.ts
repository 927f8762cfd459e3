import { setTimeout as delay } from 'node:timers/promises';
import {
  BatchWriteCommand,
  type BatchWriteCommandInput,
  QueryCommand,
  type QueryCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod';
import {
  type CityDocument,
  documentKey,
  type DocumentName,
  PostsDocument,
  readDocument,
} from '../../shared/city/documents.ts';
import { holderPartition, Post, postKey, unitPostsPartition } from '../../shared/directory-record.ts';
import { DomainError, errors } from '../../shared/errors.ts';
import { present, type Table } from '../../shared/table/table.ts';

type Requests = NonNullable<BatchWriteCommandInput['RequestItems']>[string];

/** DynamoDB's limit for a batch; with eight at a time 5,000 posts take a few seconds. */
const batchSize = 25;
const atOnce = 8;
/** How often what DynamoDB had no room for is sent again, 50 ms to 3 s apart. */
const batchRetries = 6;
/** How often an index is read that has not caught up with the table yet, 300 ms apart. */
const readRetries = 10;

/** The directory in the table: the units' document, and posts, which are items under a version. */
export class DirectoryStore {
  readonly table: Table;

  constructor(table: Table) {
    this.table = table;
  }

  read<S extends z.ZodType>(name: DocumentName, body: S): Promise<CityDocument<z.output<S>> | null> {
    return readDocument(this.table, name, body);
  }

  /** Which posts are in force; null before the first import. */
  postsInForce(): Promise<CityDocument<z.infer<typeof PostsDocument>> | null> {
    return this.read('posts', PostsDocument);
  }

  /** A version's posts in one unit, past and future ones too. */
  async postsOfUnit(version: number, unit: string): Promise<Post[]> {
    const items = await this.query({
      IndexName: 'GSI1',
      KeyConditionExpression: 'GSI1PK = :pk',
      ExpressionAttributeValues: { ':pk': unitPostsPartition(version, unit) },
    });
    return items.map((item) => Post.parse(item));
  }

  /** A version's posts of one person, past and future ones too. */
  async postsOfHolder(version: number, holder: string): Promise<Post[]> {
    const items = await this.query({
      KeyConditionExpression: 'PK = :pk',
      ExpressionAttributeValues: { ':pk': holderPartition(version, holder) },
    });
    return items.map((item) => Post.parse(item));
  }

  /** All posts in force, in the given units, which are all that there are. A 503 while an index lags behind. */
  async allPosts(
    inForce: CityDocument<z.infer<typeof PostsDocument>>,
    units: readonly string[],
  ): Promise<Post[]> {
    for (let attempt = 0; ; attempt += 1) {
      const posts = await inGroups(units, (unit) => this.postsOfUnit(inForce.version, unit));
      if (posts.flat().length === inForce.body.posts) return posts.flat();
      if (attempt === readRetries) throw new DomainError(errors.unavailable);
      await delay(300);
    }
  }

  /** A version's number that no import had before, whether or not it came to its end. */
  async reserveVersion(): Promise<number> {
    const { Attributes } = await this.table.db.send(
      new UpdateCommand({
        TableName: this.table.name,
        Key: { PK: documentKey('posts').PK, SK: 'LAST-VERSION' },
        UpdateExpression: 'ADD #version :one',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':one': 1 },
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    return Number(Attributes?.version);
  }

  /** Lays down posts under a version, before it is in force; nobody reads them until then. */
  async writePosts(version: number, posts: readonly Post[]): Promise<void> {
    const requests = posts.map((post) => ({
      PutRequest: {
        Item: present({
          ...postKey(version, post),
          GSI1PK: unitPostsPartition(version, post.unit),
          GSI1SK: `${post.role}#${post.login}#${post.from}`,
          ...post,
        }),
      },
    }));
    const batches = Array.from({ length: Math.ceil(requests.length / batchSize) }, (_, index) =>
      requests.slice(index * batchSize, (index + 1) * batchSize),
    );
    await inGroups(batches, (batch) => this.writeBatch(batch));
  }

  private async writeBatch(batch: Requests): Promise<void> {
    let left = batch;
    for (let attempt = 0; left.length > 0; attempt += 1) {
      if (attempt > batchRetries) throw new DomainError(errors.unavailable);
      if (attempt > 0) await delay(50 * 2 ** attempt * (0.5 + Math.random() / 2));
      const { UnprocessedItems } = await this.table.db.send(
        new BatchWriteCommand({ RequestItems: { [this.table.name]: left } }),
      );
      left = UnprocessedItems?.[this.table.name] ?? [];
    }
  }

  private async query(input: Omit<QueryCommandInput, 'TableName'>): Promise<Record<string, unknown>[]> {
    const found: Record<string, unknown>[] = [];
    let from: QueryCommandInput['ExclusiveStartKey'];
    do {
      const { Items = [], LastEvaluatedKey } = await this.table.db.send(
        new QueryCommand({ ...input, TableName: this.table.name, ExclusiveStartKey: from }),
      );
      found.push(...Items);
      from = LastEvaluatedKey;
    } while (from !== undefined);
    return found;
  }
}

/** Does something for each, a few at a time, and gives what came of it in the same order. */
async function inGroups<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < all.length; start += atOnce) {
    results.push(...(await Promise.all(all.slice(start, start + atOnce).map(work))));
  }
  return results;
}
