import { randomUUID } from 'node:crypto';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { strFromU8, unzipSync } from 'fflate';
import { beforeEach, describe, expect, test } from 'vitest';
import { cityOf } from '../../../cdk/config.ts';
import { accountEntry } from '../../../shared/account-entry.ts';
import { erase } from '../../../functions/personal-data/erase.ts';
import { ErasureStore } from '../../../functions/personal-data/erasure-store.ts';
import { hopedUntil, newExport } from '../../../functions/personal-data/export.ts';
import { ExportStore } from '../../../functions/personal-data/export-store.ts';
import { ExportFiles, Pictures } from '../../../functions/personal-data/file-client.ts';
import { personalDataHandlers } from '../../../functions/personal-data/handlers.ts';
import { LookStore } from '../../../functions/personal-data/look-store.ts';
import { makeExport } from '../../../functions/personal-data/make-export.ts';
import type { Actor } from '../../../shared/access/actor.ts';
import type { Account } from '../../../shared/account-record.ts';
import { exportingKey, exportKey } from '../../../shared/holdings.ts';
import { newId } from '../../../shared/identifiers.ts';
import { TimelineEntry } from '../../../shared/timeline.ts';
import { eventually, output } from '../../city-under-test.ts';
import { findSignIn, look, newcomer, now as start, report, s3, settle, signIn, table } from './people.ts';

const { runtime: city } = cityOf({ city: 'hue', stage: 'local' });
const exports = new ExportStore(table);
const erasures = new ErasureStore(table);
const files = new ExportFiles(s3, output('ExportBucket'));
const pictures = new Pictures(s3, output('PhotoBucket'));
let now: Date;
const clock = {
  now: () => now,
  secondsUntil: (due: Date) => Math.max(0, (due.getTime() - now.getTime()) / 1000),
};
const handlers = personalDataHandlers({ exports, erasures, looks: new LookStore(table), files, clock, city });
const making = { store: exports, files, pictures, clock, city };

beforeEach(() => {
  now = start;
});

const as = ({ id, aliases }: Account): Actor => ({ role: 'citizen', accountId: id, unit: null, aliases });
const from = (account: Account) => ({
  actor: as(account),
  token: null,
  language: 'vi' as const,
  expectedVersion: null,
  params: undefined,
  query: undefined,
  headers: undefined,
  body: undefined,
});
const paged = (account: Account, given: { cursor?: string; limit?: number } = {}) => ({
  ...from(account),
  query: { limit: 20, ...given },
});

const askExport = async (account: Account, key: string = randomUUID()) =>
  (await handlers.askExport({ ...from(account), headers: { 'idempotency-key': key } })).body;
const getExport = async (account: Account, id: string) =>
  (await handlers.getExport({ ...from(account), params: { id } })).body;

/** An export that was asked for, made by the worker of the city under test. */
async function made(account: Account): Promise<string> {
  const { id } = await askExport(account);
  await eventually('the export is ready', async () => (await exports.find(id))?.state === 'ready');
  return id;
}

interface Data {
  kinds: Record<string, { items: Record<string, unknown>[] }>;
  photosLeftOut: unknown[];
}

async function opened(link: string | null): Promise<{ names: string[]; data: Data; readme: string }> {
  const response = await fetch(link ?? '');
  expect(response.status).toBe(200);
  const content = unzipSync(new Uint8Array(await response.arrayBuffer()));
  const text = (name: string) => strFromU8(content[name] ?? new Uint8Array());
  return {
    names: Object.keys(content),
    data: JSON.parse(text('data.json')) as Data,
    readme: text('README.txt'),
  };
}

describe('an export', () => {
  test('holds everything of a person and of the accounts that were joined, and nothing of others', async () => {
    const [account, other] = [await newcomer(), await newcomer({ name: 'Trần Văn Minh' })];
    const person = await settle(account);
    await settle(other);
    const asked = await askExport(account);
    expect(asked).toMatchObject({ state: 'asked', readyAt: null });
    const { link } = await eventually('a link', async () => {
      const view = await getExport(account, asked.id);
      return view.link !== null && { link: view.link };
    });
    const { names, data, readme } = await opened(link);
    const items = (kind: string) => data.kinds[kind]?.items ?? [];
    expect(items('account').find(({ id }) => id === account.id)).toMatchObject({
      name: 'Lê Thị Lan',
      identityLast: '1234',
      contacts: [{ address: '+84912345678' }],
    });
    expect(
      items('reports')
        .map(({ id }) => id)
        .sort(),
    ).toEqual([...person.reports].sort());
    expect(
      items('photos')
        .map(({ file }) => file)
        .sort(),
    ).toEqual(person.photos.map((id) => `photos/${id}.jpg`).sort());
    expect(names.sort()).toEqual([
      'README.txt',
      'data.json',
      ...person.photos.map((id) => `photos/${id}.jpg`).sort(),
    ]);
    expect(items('sign-ins')).toMatchObject([{ issuer: 'VNeID', device: 'Samsung A15' }]);
    expect(items('pending-contacts')).toMatchObject([{ address: 'lan@hue.example' }]);
    expect(items('notices')).toHaveLength(8);
    expect(items('looks')).toHaveLength(2);
    expect(items('delegations')).toHaveLength(1);
    expect(items('deeds').map(({ type }) => type)).toContain('report.submitted');
    const text = JSON.stringify(data);
    for (const foreign of [
      other.id,
      'Trần Văn Minh',
      'an-official',
      account.personKey!,
      'a hash',
      'GSI1PK',
    ]) {
      expect(text.includes(foreign), foreign).toBe(false);
    }
    expect(readme).toContain('Dữ liệu cá nhân của bạn tại');
  });

  test('with more photos than it may hold names those that are left out, and those that are not there', async () => {
    const account = await newcomer();
    const [first, large, last] = [
      await report(account.id, 600),
      await report(account.id, 5000),
      await report(account.id, 300),
    ];
    const { id } = await askExport(account);
    await eventually('made by the city', async () => (await exports.find(id))?.state === 'ready');
    // Once more with less room: the same place, another file.
    const again = await exports.find(id);
    const awaited = { ...again!, state: 'asked' as const };
    const store = Object.assign(new ExportStore(table), {
      find: () => Promise.resolve(awaited),
      markReady: () => Promise.resolve(),
    });
    expect(await makeExport({ ...making, store, mostPhotoBytes: 1000 }, id)).toBe('made');
    const { names, data } = await opened((await getExport(account, id)).link);
    expect(names).toContain(`photos/${first.photoId}.jpg`);
    expect(names).toContain(`photos/${last.photoId}.jpg`);
    expect(names).not.toContain(`photos/${large.photoId}.jpg`);
    expect(data.photosLeftOut).toMatchObject([
      { photo: large.photoId, reason: { en: expect.stringContaining('200 MB') } },
    ]);
  });

  test('heard of twice is made once, and the person is told once', async () => {
    const account = await newcomer();
    const id = await made(account);
    const before = await exports.find(id);
    expect(await makeExport(making, id)).toBe('not-awaited');
    expect(await exports.find(id)).toEqual(before);
    expect(await makeExport(making, '01KAR3T5Z00000000000000000')).toBe('not-awaited');
    expect((await entriesOf(account.id)).filter((type) => type === 'account.export-ready')).toHaveLength(1);
  });

  test('asked for with the same key, or while one is in the making, is that one', async () => {
    const account = await newcomer();
    const key = randomUUID();
    const all = await Promise.all([askExport(account, key), askExport(account, key), askExport(account)]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    const [{ id } = { id: '' }] = all;
    await eventually('it is ready', async () => (await exports.find(id))?.state === 'ready');
    expect((await askExport(account, key)).id).toBe(id);
    const another = await eventually('another one can be asked for', async () => {
      const next = await askExport(account);
      return next.id !== id && next;
    });
    const page = await handlers.listExports(paged(account));
    expect(page.body.items.map((one) => one.id)).toEqual([another.id, id]);
  });

  test('that never came is told so, and another one may be asked for', async () => {
    const account = await newcomer();
    const lost = newExport(newId(start), account.id, new Date(start.getTime() - 96 * 3_600_000));
    for (const Item of [
      { ...exportKey(lost.id), ...lost },
      { ...exportingKey(account.id), running: lost.id, since: lost.askedAt, until: hopedUntil(lost) },
    ]) {
      await table.db.send(new PutCommand({ TableName: table.name, Item }));
    }
    now = new Date(start.getTime() - 1);
    expect(await askExport(account)).toMatchObject({ id: lost.id, state: 'asked' });
    now = start;
    expect(await getExport(account, lost.id)).toMatchObject({ state: 'failed', link: null });
    expect((await askExport(account)).id).not.toBe(lost.id);
  });

  test('is refused when its days are over', async () => {
    const account = await newcomer();
    const id = await made(account);
    const { expiresAt } = (await exports.find(id))!;
    now = new Date(Date.parse(expiresAt!) - 60_000);
    const { link } = await getExport(account, id);
    expect(link).toContain('X-Amz-Expires=60');
    now = new Date(expiresAt!);
    expect(await getExport(account, id)).toMatchObject({ state: 'expired', link: null });
  });

  test('of somebody else is not there, and its owner learns of the attempt', async () => {
    const [account, curious] = [await newcomer(), await newcomer()];
    const { id } = await askExport(account);
    await expect(getExport(curious, id)).rejects.toMatchObject({ definition: { status: 404 } });
    const looks = (await handlers.listLooks(paged(account))).body.items;
    expect(looks).toMatchObject([{ what: 'account.export-refused', role: 'citizen', unit: null }]);
    expect(JSON.stringify(looks)).not.toContain(curious.id);
    expect((await handlers.listExports(paged(curious))).body.items).toEqual([]);
  });

  test('that was being made while its person was erased leaves no file', async () => {
    const account = await newcomer();
    const { id } = await askExport(account);
    const asked = (await exports.find(id))!;
    await handlers.askErasure(from(account));
    // The worker has collected everything when the erasure comes between.
    const slow = Object.assign(new ExportFiles(s3, output('ExportBucket')), {
      put: async (key: string, body: Uint8Array) => {
        const clockThen = { ...clock, now: () => new Date(start.getTime() + 31 * 86_400_000) };
        await erase({ store: erasures, files, clock: clockThen, hasTime: () => true }, account.id);
        await files.put(key, body);
      },
    });
    const store = Object.assign(new ExportStore(table), {
      find: async (one: string) => ((await exports.find(one)) === null ? null : { ...asked, state: 'asked' }),
    });
    expect(await makeExport({ ...making, store, files: slow }, id)).toBe('not-awaited');
    await expect(
      s3.send(new HeadObjectCommand({ Bucket: output('ExportBucket'), Key: asked.objectKey })),
    ).rejects.toThrow();
    await expect(askExport(account)).rejects.toMatchObject({ definition: { status: 404 } });
    // Nor is one begun that was asked for while the account was being closed.
    const late = newExport(newId(start), account.id, start);
    const creation = { accountId: account.id, route: 'test', key: late.id, body: null };
    const entry = accountEntry(account, 'export-asked', as(account), start, { exportId: late.id });
    await expect(exports.create(late, entry, creation, { idempotency: 30, kept: 7 })).rejects.toMatchObject({
      definition: { status: 404 },
    });
    expect(await exports.find(late.id)).toBeNull();
  });
});

describe('consents', () => {
  const put = async (account: Account, purpose: string, given: boolean) =>
    (await handlers.putConsent({ ...from(account), params: { purpose }, body: { given } })).body;
  const list = async (account: Account) => (await handlers.listConsents(from(account))).body.items;

  test('are given and withdrawn, each with its entry; the same again changes nothing', async () => {
    const account = await newcomer({ consents: {} });
    expect((await list(account)).map(({ given }) => given)).toEqual([null, null, null]);
    expect(await put(account, 'surveys', true)).toMatchObject({ given: true, since: start.toISOString() });
    now = new Date(start.getTime() + 1000);
    await put(account, 'surveys', true);
    await put(account, 'messages', false);
    await put(account, 'surveys', false);
    expect(await list(account)).toMatchObject([
      { purpose: 'surveys', given: false, since: now.toISOString() },
      { purpose: 'training', given: null, since: null },
      { purpose: 'messages', given: false },
    ]);
    expect((await entriesOf(account.id)).filter((type) => type.startsWith('account.consent'))).toEqual([
      'account.consent-given',
      'account.consent-withdrawn',
      'account.consent-withdrawn',
    ]);
  });

  test('set at once all hold, and none is to a purpose that the city does not have', async () => {
    const account = await newcomer({ consents: {} });
    await Promise.all(['surveys', 'training', 'messages'].map((purpose) => put(account, purpose, true)));
    expect((await list(account)).map(({ given }) => given)).toEqual([true, true, true]);
    for (const purpose of ['marketing', 'constructor']) {
      await expect(put(account, purpose, true)).rejects.toMatchObject({ definition: { status: 404 } });
    }
  });
});

test('looks at a person are shown by page, the newest first, with the reason and never the official', async () => {
  const account = await newcomer();
  const times = [1, 2, 3, 4, 5].map((minute) => new Date(start.getTime() + minute * 60_000).toISOString());
  for (const [index, at] of times.entries()) {
    await look([account.id, account.aliases[0]!][index % 2]!, { at });
  }
  await look(account.id, { note: 'Nội bộ', noteAudience: 'office' });
  const seen = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof handlers.listLooks>> = await handlers.listLooks(
      paged(account, { limit: 2, ...(cursor !== null && { cursor }) }),
    );
    seen.push(...page.body.items);
    cursor = page.body.nextCursor;
  } while (cursor !== null);
  expect(seen.map(({ at }) => at)).toEqual([...times.reverse(), start.toISOString()]);
  expect(seen[0]).toMatchObject({
    what: 'report.reporter-seen',
    role: 'monitor',
    unit: 'IOC',
    reason: 'Gọi lại người báo cháy',
  });
  expect(seen.at(-1)?.reason).toBeNull();
  expect(JSON.stringify(seen)).not.toContain('an-official');
});

test('erasure can be undone until its time, and the account works until then', async () => {
  const account = await newcomer();
  const asked = (await handlers.askErasure(from(account))).body;
  expect(asked).toMatchObject({ state: 'asked', eraseAt: expect.any(String) });
  now = new Date(start.getTime() + 86_400_000);
  expect((await handlers.askErasure(from(account))).body).toEqual(asked);
  expect((await handlers.getErasure(from(account))).body).toEqual(asked);
  expect(await findSignIn(await signIn({ ...account, version: 2 }))).toMatchObject({ accountId: account.id });

  const none = (await handlers.undoErasure(from(account))).body;
  expect(none).toMatchObject({ state: 'none', eraseAt: null });
  expect((await handlers.undoErasure(from(account))).body).toEqual(none);
  expect((await erasures.due(new Date('2100-01-01'), undefined, 1000)).ids).not.toContain(account.id);

  const { eraseAt } = (await handlers.askErasure(from(account))).body;
  now = new Date(eraseAt!);
  await expect(handlers.undoErasure(from(account))).rejects.toMatchObject({
    definition: { type: 'erasure-begun', status: 409 },
  });
  expect((await entriesOf(account.id)).filter((type) => type.startsWith('account.erasure'))).toEqual([
    'account.erasure-asked',
    'account.erasure-undone',
    'account.erasure-asked',
  ]);
});

test('an entry of what people do with their own data is in no unit’s name', async () => {
  const account = await newcomer({ consents: {} });
  const actor = { ...as(account), role: 'official' as const, unit: '19753' };
  await handlers.putConsent({
    ...from(account),
    actor,
    params: { purpose: 'surveys' },
    body: { given: true },
  });
  const { Items = [] } = await table.db.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'PK = :pk AND begins_with(SK, :entry)',
      ExpressionAttributeValues: { ':pk': `ACCOUNT#${account.id}`, ':entry': 'EVENT#' },
    }),
  );
  expect(Items.at(-1)).toMatchObject({
    type: 'account.consent-given',
    actor: { role: 'official', unit: null },
  });
  expect(Items.at(-1)).not.toHaveProperty('GSI2PK');
});

async function entriesOf(accountId: string): Promise<string[]> {
  const { Items = [] } = await table.db.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'PK = :pk AND begins_with(SK, :entry)',
      ExpressionAttributeValues: { ':pk': `ACCOUNT#${accountId}`, ':entry': 'EVENT#' },
    }),
  );
  return Items.map((item) => TimelineEntry.parse(item).type);
}
