import { encodeTime } from 'ulid';

/** When a person last marked everything as read. */
export interface ReadUpTo {
  at: string;
}

/** Does "all read" cover a notice? Not one that came later, even if its event is older. */
export const covers = (upTo: ReadUpTo | null, { toldAt }: { toldAt: string }): boolean =>
  upTo !== null && toldAt <= upTo.at;

/** How late an event may come and still be counted as unread, if everything was marked as read before. */
const lateMilliseconds = 24 * 3_600_000;

/** The id from which on notices can be unread; undefined where any can. */
export const unreadFrom = (upTo: ReadUpTo | null): string | undefined =>
  upTo === null ? undefined : encodeTime(Math.max(0, Date.parse(upTo.at) - lateMilliseconds), 10);

/** Notices that are looked at to count the unread ones: a badge says "100+" beyond. */
export const mostCounted = 100;

/**
 * How many of these notices (the newest that can be unread) are unread. `more`: there are older ones that were not
 * looked at, so that it may be more.
 */
export function countUnread(
  newest: readonly { id: string; toldAt: string }[],
  marks: { read: ReadonlySet<string>; archived: ReadonlySet<string> },
  upTo: ReadUpTo | null,
  more: boolean,
): { count: number; more: boolean } {
  const unread = newest.filter(
    (notice) => !marks.read.has(notice.id) && !marks.archived.has(notice.id) && !covers(upTo, notice),
  );
  return { count: unread.length, more };
}
