import { daysAfter } from '../../shared/city/calendar.ts';
import type { Post } from '../../shared/directory-record.ts';
import { overlap, personsPost } from './post-rows.ts';

/** What an import changes in a post. `dropped`: it had not begun, and nothing is left of it. */
export interface PostChange extends Pick<Post, 'login' | 'unit' | 'role' | 'from'> {
  to: string | null;
  change: 'new' | 'changed' | 'ends' | 'dropped';
  /** What is different, where it changed. */
  fields?: string[];
}

/**
 * The posts after an import on a day, sorted, and what it changes. A file holds all posts of now and later: one that
 * it lacks ends the day before, or goes if it had not begun by then; what had ended stays for the record. A person's
 * post that lies at another time in the file is another one, but where both overlap: then the file corrects it.
 */
export function succeed(
  before: readonly Post[],
  file: readonly Post[],
  day: string,
): { posts: Post[]; changes: PostChange[] } {
  const inFile = Map.groupBy(file, personsPost);
  const corrects = new Map<Post, Post>();
  const kept: Post[] = [];
  const changes: PostChange[] = [];
  const yesterday = daysAfter(day, -1);
  for (const post of sorted(before)) {
    const hasEnded = typeof post.to === 'string' && post.to < day;
    const past = hasEnded ? post : until(post, yesterday);
    const own = inFile.get(personsPost(post)) ?? [];
    const correction =
      own.find(({ from }) => from === post.from) ?? own.find((one) => past !== null && overlap(one, past));
    if (correction) {
      corrects.set(correction, post);
    } else if (past === null) {
      changes.push(changeOf(post, 'dropped'));
    } else {
      kept.push(past);
      if (!hasEnded) changes.push(changeOf(past, 'ends'));
    }
  }
  for (const post of sorted(file)) {
    const corrected = corrects.get(post);
    const fields = corrected && differing(corrected, post);
    if (fields === undefined) changes.push(changeOf(post, 'new'));
    else if (fields.length > 0) changes.push({ ...changeOf(post, 'changed'), fields });
  }
  return { posts: sorted([...kept, ...file]), changes };
}

/** A post that ends on a day, or earlier if it did; null where it begins later. */
function until(post: Post, day: string): Post | null {
  return post.from > day ? null : { ...post, to: day };
}

function differing(before: Post, after: Post): string[] {
  const fields = ['name', 'from', 'to'] as const;
  return fields.filter((field) => (before[field] ?? null) !== (after[field] ?? null));
}

function changeOf({ login, unit, role, from, to }: Post, change: PostChange['change']): PostChange {
  return { login, unit, role, from, to: to ?? null, change };
}

function sorted(posts: readonly Post[]): Post[] {
  const key = ({ unit, role, login, from }: Post) => `${unit}#${role}#${login}#${from}`;
  return posts
    .map((post) => ({ post, key: key(post) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ post }) => post);
}
