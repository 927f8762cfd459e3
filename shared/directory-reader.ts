import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { PostsDocument, readDocument, remembered } from './city/documents.ts';
import { Delegation, delegatePartition, holderPartition, holdsOn, Post } from './directory-record.ts';
import type { Table } from './table/table.ts';

/** A post as somebody may act in it: their own, or one that was delegated to them. */
export type HeldPost = Pick<Post, 'id' | 'unit' | 'role'> & { delegatedBy: string | null };

/**
 * Reads the posts that a holder (subjectKey) may act in on a day. Which version of the directory is in force is
 * remembered for 15 seconds; half a read unit each for the posts, the delegations, and the holder of each of them.
 */
export function postsReader(table: Table): (holder: string, day: string) => Promise<HeldPost[]> {
  const inForce = remembered(() => readDocument(table, 'posts', PostsDocument));
  const partition = async (name: string) => {
    const { Items = [] } = await table.db.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'PK = :pk',
        ExpressionAttributeValues: { ':pk': name },
      }),
    );
    return Items;
  };
  return async (holder, day) => {
    const document = await inForce();
    const [posts, delegations] = await Promise.all([
      document === null ? [] : partition(holderPartition(document.version, holder)),
      partition(delegatePartition(holder)),
    ]);
    const heldOf = (items: typeof posts) =>
      items.map((item) => Post.parse(item)).filter((post) => holdsOn(post, day));
    const given = delegations
      .map((item) => Delegation.parse(item))
      .filter((one) => holdsOn(one, day) && !one.endedAt);
    // A delegation ends with the post that it is of.
    const standing = await Promise.all(
      given.map(async ({ post }) => {
        const held = document && heldOf(await partition(holderPartition(document.version, post.holder)));
        return held?.some(({ id }) => id === post.id) === true ? [post] : [];
      }),
    );
    return [
      ...heldOf(posts).map(({ id, unit, role }) => ({ id, unit, role, delegatedBy: null })),
      ...standing.flat().map(({ id, unit, role, holder }) => ({ id, unit, role, delegatedBy: holder })),
    ];
  };
}
