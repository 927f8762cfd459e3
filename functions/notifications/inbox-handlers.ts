import type { Actor } from '../../shared/access/actor.ts';
import { accountsOf } from '../../shared/access/permissions.ts';
import type { Clock } from '../../shared/clock.ts';
import { DomainError, errors } from '../../shared/errors.ts';
import { readCursor, writeCursor } from '../../shared/http/cursor.ts';
import type { Handlers } from '../../shared/http/route.ts';
import type { DeliveryStore } from './delivery-store.ts';
import { countUnread, covers, mostCounted, type ReadUpTo, unreadFrom } from './inbox-state.ts';
import type { MarkStore } from './mark-store.ts';
import { account, type Address, leaders, office } from './notices.ts';
import type { routes } from './routes.ts';
import type { InboxStore, StoredNotice } from './store.ts';

type InboxRoutes = Pick<
  typeof routes,
  'readInbox' | 'countUnread' | 'markRead' | 'archiveNotice' | 'markAllRead' | 'noticeArrived'
>;

/** The inboxes that a caller reads: the own one, the unit's, and for leaders the leaders'. */
export function addressesOf(actor: Actor): Address[] {
  const { unit, role } = actor;
  const own = accountsOf(actor).map(account);
  if (unit === null) return own;
  return role === 'official' ? [...own, office(unit)] : [...own, office(unit), leaders(unit)];
}

/** How many pages are read at most to fill one with what is unread. */
const mostPages = 5;

interface Stores {
  inbox: InboxStore;
  marks: MarkStore;
  deliveries: DeliveryStore;
}

export function inboxHandlers({ inbox, marks, deliveries }: Stores, clock: Clock): Handlers<InboxRoutes> {
  /** The notices with what the person did to each. */
  async function marked(accountId: string, notices: readonly StoredNotice[], upTo: ReadUpTo | null) {
    const ids = notices.map(({ id }) => id).sort();
    const { read, archived } = await marks.between(accountId, ids[0] ?? '', ids.at(-1) ?? '');
    return notices.map((notice) => ({
      notice,
      archived: archived.has(notice.id),
      read: read.has(notice.id) || archived.has(notice.id) || covers(upTo, notice),
    }));
  }

  /** A page of what is not archived, and where `unread` not read: the newest first. */
  async function page(
    actor: Actor,
    unread: boolean,
    { after, limit }: { after: string | undefined; limit: number },
  ) {
    const accountId = accountOf(actor);
    const upTo = await marks.readUpTo(accountId);
    const from = unread ? unreadFrom(upTo) : undefined;
    const found: { notice: StoredNotice; read: boolean }[] = [];
    let next: string | null = after ?? null;
    for (let pages = 0; pages < mostPages; pages += 1) {
      const part = await inbox.read(addressesOf(actor), {
        after: next ?? undefined,
        limit,
        ...(from !== undefined && { from }),
      });
      const all = await marked(accountId, part.notices, upTo);
      found.push(...all.filter(({ archived, read }) => !archived && !(unread && read)));
      next = part.next;
      if (found.length > limit)
        return { found: found.slice(0, limit), next: found[limit - 1]?.notice.id ?? null };
      if (found.length === limit || next === null) break;
    }
    return { found, next };
  }

  async function archivedPage(actor: Actor, paging: { after: string | undefined; limit: number }) {
    const { places, next } = await marks.archived(accountOf(actor), paging);
    const notices = new Map((await inbox.readAll(places)).map((notice) => [notice.id, notice]));
    const found = places.flatMap(({ id }) => {
      const notice = notices.get(id);
      return notice === undefined ? [] : [{ notice, read: true }];
    });
    return { found, next };
  }

  /** A notice that the caller may read; one of somebody else's inbox looks like none. */
  async function own(actor: Actor, id: string): Promise<StoredNotice> {
    const notice = await inbox.find(addressesOf(actor), id);
    if (notice === null) throw new DomainError(errors.notFound);
    return notice;
  }

  return {
    async readInbox({ actor, query, language }) {
      const { state, limit } = query;
      const identity = { list: 'inbox', accountId: actor.accountId, unit: actor.unit, state };
      const paging = { after: readCursor(identity, query.cursor), limit };
      const { found, next } =
        state === 'archived'
          ? await archivedPage(actor, paging)
          : await page(actor, state === 'unread', paging);
      return {
        status: 200,
        body: {
          items: found.map(({ notice: { id, at, kind, text, reportId, code }, read }) => ({
            id,
            at,
            kind,
            text: text[language],
            read,
            report: reportId === null ? null : { id: reportId, code, link: `/v1/reports/${reportId}` },
          })),
          nextCursor: writeCursor(identity, next),
        },
      };
    },

    async countUnread({ actor }) {
      const accountId = accountOf(actor);
      const upTo = await marks.readUpTo(accountId);
      const from = unreadFrom(upTo);
      const { notices, next } = await inbox.read(addressesOf(actor), {
        after: undefined,
        limit: mostCounted,
        ...(from !== undefined && { from }),
      });
      const ids = notices.map(({ id }) => id).sort();
      const found = await marks.between(accountId, ids[0] ?? '', ids.at(-1) ?? '');
      return { status: 200, body: countUnread(notices, found, upTo, next !== null) };
    },

    async markRead({ actor, params }) {
      const { id } = await own(actor, params.id);
      await marks.markRead(accountOf(actor), id);
      return { status: 204 };
    },

    async archiveNotice({ actor, params }) {
      await marks.archive(accountOf(actor), await own(actor, params.id));
      return { status: 204 };
    },

    async markAllRead({ actor }) {
      await marks.markAllRead(accountOf(actor), { at: clock.now().toISOString() });
      return { status: 204 };
    },

    async noticeArrived({ actor, params }) {
      await deliveries.arrived(accountOf(actor), params.id);
      return { status: 204 };
    },
  };
}

/** Whose marks: what permission asked for has one. */
export function accountOf({ accountId }: Actor): string {
  if (accountId === null) throw new DomainError(errors.notFound);
  return accountId;
}
