import { BatchGetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { subjectRecordKey } from '../../shared/account-record.ts';
import { PostsDocument, readDocument, remembered } from '../../shared/city/documents.ts';
import { holdsOn, Post, unitPostsPartition } from '../../shared/directory-record.ts';
import type { Table } from '../../shared/table/table.ts';
import type { Address } from './notices.ts';

const Lead = z.object({ accountId: z.string() });

/** Someone with a post in a unit who has signed in before. */
export interface Colleague {
  accountId: string;
  role: Post['role'];
}

/** Who reads the inbox of an office, and that of its leaders. */
const officeRoles: ReadonlySet<string> = new Set(['official', 'leader', 'monitor']);
const leaderRoles: ReadonlySet<string> = new Set(['leader', 'monitor']);

/** Largest number of keys that one BatchGetItem takes. */
const mostKeys = 100;

/** Finds the people behind addresses: by the directory in force and by who has signed in. */
export function peopleReader(table: Table) {
  const inForce = remembered(() => readDocument(table, 'posts', PostsDocument));

  async function postsOf(unit: string, day: string): Promise<Post[]> {
    const document = await inForce();
    if (document === null) return [];
    const posts: Post[] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await table.db.send(
        new QueryCommand({
          TableName: table.name,
          IndexName: 'GSI1',
          KeyConditionExpression: 'GSI1PK = :pk',
          ExpressionAttributeValues: { ':pk': unitPostsPartition(document.version, unit) },
          ExclusiveStartKey: start,
        }),
      );
      posts.push(...Items.map((item) => Post.parse(item)));
      start = LastEvaluatedKey;
    } while (start !== undefined);
    return posts.filter((post) => holdsOn(post, day));
  }

  /** The accounts of holders who have one, by holder. */
  async function accountsOf(holders: readonly string[]): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for (let from = 0; from < holders.length; from += mostKeys) {
      let keys: Record<string, unknown>[] | undefined = holders
        .slice(from, from + mostKeys)
        .map(subjectRecordKey);
      while (keys !== undefined && keys.length > 0) {
        const result: BatchAnswer = await table.db.send(
          new BatchGetCommand({ RequestItems: { [table.name]: { Keys: keys } } }),
        );
        for (const item of result.Responses?.[table.name] ?? []) {
          found.set(String(item.PK).replace(/^SUBJECT#/, ''), Lead.parse(item).accountId);
        }
        keys = result.UnprocessedKeys?.[table.name]?.Keys;
      }
    }
    return found;
  }

  /** The people with a post in a unit on a day who have an account; each person once with each role. */
  async function colleagues(unit: string, day: string): Promise<Colleague[]> {
    const posts = await postsOf(unit, day);
    const accounts = await accountsOf([...new Set(posts.map(({ holder }) => holder))]);
    return posts.flatMap(({ holder, role }) => {
      const accountId = accounts.get(holder);
      return accountId === undefined ? [] : [{ accountId, role }];
    });
  }

  return {
    colleagues,
    /** The accounts that read an address's inbox on a day. */
    async behind(address: Address, day: string): Promise<string[]> {
      const [kind, id = ''] = address.split('#');
      if (kind === 'ACCOUNT') return [id];
      const roles = kind === 'OFFICE' ? officeRoles : leaderRoles;
      const people = (await colleagues(id, day)).filter(({ role }) => roles.has(role));
      return [...new Set(people.map(({ accountId }) => accountId))];
    },
  };
}
export type PeopleReader = ReturnType<typeof peopleReader>;

interface BatchAnswer {
  Responses?: Record<string, Record<string, unknown>[]> | undefined;
  UnprocessedKeys?: Record<string, { Keys?: Record<string, unknown>[] | undefined }> | undefined;
}
