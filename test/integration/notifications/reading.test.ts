import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { DeliveryStore } from '../../../functions/notifications/delivery-store.ts';
import { inboxHandlers } from '../../../functions/notifications/inbox-handlers.ts';
import { MarkStore } from '../../../functions/notifications/mark-store.ts';
import {
  account,
  type Address,
  leaders,
  type Notice,
  office,
} from '../../../functions/notifications/notices.ts';
import { InboxStore } from '../../../functions/notifications/store.ts';
import type { Actor } from '../../../shared/access/actor.ts';
import { newId } from '../../../shared/identifiers.ts';
import { openTable } from '../../../shared/table/table.ts';
import { output } from '../../city-under-test.ts';

const table = openTable(output('TableName'));
const inbox = new InboxStore(table);
let now = Date.parse('2026-11-23T02:00:00.000Z');
const clock = { now: () => new Date(now), secondsUntil: () => 0 };
const handlers = inboxHandlers(
  { inbox, marks: new MarkStore(table), deliveries: new DeliveryStore(table, 1) },
  clock,
);

const official = (unit: string): Actor => ({ role: 'official', accountId: randomUUID(), unit });
const leader = (unit: string): Actor => ({ role: 'leader', accountId: randomUUID(), unit });
const newUnit = () => `U${randomUUID().slice(0, 8).toUpperCase()}`;

/** Tells an address something, a minute after what was told before. */
async function tell(address: Address, id?: string): Promise<string> {
  now += 60_000;
  const notice: Notice = {
    address,
    id: id ?? newId(new Date(now)),
    at: new Date(now).toISOString(),
    kind: 'report.commented',
    text: { vi: 'Có bình luận mới', en: 'A new comment' },
    reportId: '01KAR3S0000000000000000000',
    code: 'KHMTRWQA',
  };
  await inbox.put(notice, new Date(now));
  return notice.id;
}

const request = (actor: Actor) => ({
  actor,
  token: null,
  language: 'vi' as const,
  expectedVersion: null,
  headers: undefined,
  body: undefined,
});
const none = { params: undefined, query: undefined };

async function list(
  actor: Actor,
  state: 'all' | 'unread' | 'archived' = 'all',
  limit = 50,
): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const query = { state, limit, cursor };
    const { body } = await handlers.readInbox({ ...request(actor), params: undefined, query });
    ids.push(...body.items.map(({ id }) => id));
    cursor = body.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return ids;
}
const count = async (actor: Actor) => (await handlers.countUnread({ ...request(actor), ...none })).body;
const at = (actor: Actor, id: string) => ({ ...request(actor), params: { id }, query: undefined });

describe('an office’s inbox', () => {
  test('is read by each of its people for themselves', async () => {
    const unit = newUnit();
    const [one, two] = [official(unit), official(unit)];
    const ids = [await tell(office(unit)), await tell(office(unit)), await tell(office(unit))];
    await handlers.markRead(at(one, ids[1]!));
    expect(await list(one, 'unread')).toEqual([ids[2], ids[0]]);
    expect(await list(two, 'unread')).toEqual([...ids].reverse());
    expect([await count(one), await count(two)]).toEqual([
      { count: 2, more: false },
      { count: 3, more: false },
    ]);
  });

  test('shows a leader once what came to the office and to its leaders', async () => {
    const unit = newUnit();
    const id = await tell(office(unit));
    await tell(leaders(unit), id);
    const other = await tell(leaders(unit));
    const reader = leader(unit);
    expect(await list(reader, 'all', 1)).toEqual([other, id]);
    expect(await count(reader)).toEqual({ count: 2, more: false });
    await handlers.markRead(at(reader, id));
    expect(await list(reader, 'unread')).toEqual([other]);
    expect(await list(official(unit))).toEqual([id]);
  });
});

test('what is put away is in no list but its own, and read', async () => {
  const actor = official(newUnit());
  const own = account(actor.accountId!);
  const ids = [await tell(own), await tell(own), await tell(own)];
  await handlers.archiveNotice(at(actor, ids[0]!));
  await handlers.archiveNotice(at(actor, ids[2]!));
  expect(await list(actor)).toEqual([ids[1]]);
  expect(await list(actor, 'archived', 1)).toEqual([ids[2], ids[0]]);
  expect(await count(actor)).toEqual({ count: 1, more: false });
});

test('all is read but what comes later, even late', async () => {
  const actor = official(newUnit());
  const own = account(actor.accountId!);
  const old = newId(new Date(now - 3_600_000));
  await tell(own);
  await tell(own);
  await handlers.markAllRead({ ...request(actor), ...none });
  expect(await count(actor)).toEqual({ count: 0, more: false });
  await tell(own, old);
  const next = await tell(own);
  expect(await list(actor, 'unread')).toEqual([next, old]);
  expect(await count(actor)).toEqual({ count: 2, more: false });
  expect(await list(actor)).toHaveLength(4);
});

test('a badge stops counting at a hundred', async () => {
  const actor = official(newUnit());
  for (let index = 0; index < 105; index += 1) await tell(account(actor.accountId!));
  expect(await count(actor)).toEqual({ count: 100, more: true });
  expect(await list(actor, 'unread', 20)).toHaveLength(105);
});

test('somebody else’s notice is none', async () => {
  const id = await tell(account(randomUUID()));
  await expect(handlers.markRead(at(official(newUnit()), id))).rejects.toMatchObject({
    definition: { type: 'not-found' },
  });
});
