import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import { DelegationStore } from '../../../functions/directory/delegation-store.ts';
import { directoryHandlers } from '../../../functions/directory/handlers.ts';
import { DirectoryStore } from '../../../functions/directory/store.ts';
import type { Actor } from '../../../shared/access/actor.ts';
import { subjectKey } from '../../../shared/account-record.ts';
import { dayOf, daysAfter } from '../../../shared/city/calendar.ts';
import { replaceDocument } from '../../../shared/city/document-store.ts';
import { documentKey } from '../../../shared/city/documents.ts';
import { postsReader } from '../../../shared/directory-reader.ts';
import type { Post } from '../../../shared/directory-record.ts';
import { TimelineEntry } from '../../../shared/timeline.ts';
import { issuer, post, postsFile, smallCity, today, unitsFile } from '../../unit/directory/samples.ts';
import { eventually } from '../../city-under-test.ts';
import { ownTable } from './own-table.ts';

const table = ownTable('directory');
let now = new Date(`${today}T01:00:00.000Z`);
const clock = { now: () => now, secondsUntil: () => 0 };
const store = new DirectoryStore(table);
const handlers = directoryHandlers({
  store,
  delegations: new DelegationStore(table),
  clock,
  monitoringUnit: 'IOC',
  issuer,
  idempotencyDays: 30,
});

const actorOf = (login: string, role: Actor['role'], unit: string, below: string[] = []): Actor => ({
  role,
  accountId: `account-${login}`,
  unit,
  below,
  holder: subjectKey(issuer, login),
});
const admin = actorOf('admin', 'admin', 'IOC');
const request = {
  actor: admin,
  token: null,
  language: 'en' as const,
  expectedVersion: null,
  params: undefined,
  query: undefined,
  headers: undefined,
  body: undefined,
};
const base64 = (text: string) => Buffer.from(text).toString('base64');
const importing = (files: { units?: string; posts?: string }, dryRun: 'true' | 'false' = 'false') =>
  handlers.importDirectory({
    ...request,
    query: { dryRun },
    body: {
      ...(files.units !== undefined && { units: base64(files.units) }),
      ...(files.posts !== undefined && { posts: base64(files.posts) }),
    },
  });
const putUnits = (units: typeof smallCity, ifMatch?: string) =>
  handlers.putUnits({ ...request, headers: { 'if-match': ifMatch }, body: { source: 'test', units } });
const status = (code: number) => ({ definition: { status: code } });
const inForce = async (name: 'units' | 'posts') => {
  const { Item } = await table.db.send(new GetCommand({ TableName: table.name, Key: documentKey(name) }));
  return Item as unknown;
};
const entries = async (id: string) => {
  const { Items = [] } = await table.db.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'PK = :pk',
      ExpressionAttributeValues: { ':pk': `DIRECTORY#${id}` },
    }),
  );
  return Items.map((item) => TimelineEntry.parse(item));
};
const officials = async (unit: string, actor: Actor = admin) => {
  const { body } = await handlers.listOfficials({ ...request, actor, params: { code: unit } });
  return body.items;
};
const asWritten = ({ to, ...facts }: Post) => ({ ...facts, ...(typeof to === 'string' && { to }) });

const staff: Post[] = [
  post({ login: 'giver', name: 'Người giao', unit: 'W' }),
  post({ login: 'leader', name: 'Lãnh đạo', unit: 'W', role: 'leader' }),
  post({ login: 'helper', name: 'Người thay', unit: 'W' }),
  post({ login: 'elsewhere', unit: 'HEPCO' }),
  post({ login: 'future', unit: 'W', from: '2027-01-01' }),
  // Enough of them for many batches.
  ...Array.from({ length: 400 }, (_, n) => post({ login: `p${n}`, unit: n % 2 === 0 ? 'E' : 'HEPCO' })),
];

describe('the units', () => {
  test('are not there at first', async () => {
    expect((await handlers.listUnits(request)).body).toEqual({ items: [], nextCursor: null });
    await expect(handlers.getUnits(request)).rejects.toMatchObject(status(404));
    await expect(importing({ posts: postsFile(staff) })).rejects.toMatchObject({
      definition: { type: 'units-not-imported' },
    });
  });

  test('each change is a version, the same again is none, all are kept, and the timeline tells of it', async () => {
    expect(await putUnits(smallCity)).toMatchObject({ version: 1, body: { changed: true } });
    expect(await putUnits(structuredClone(smallCity))).toMatchObject({
      version: 1,
      body: { changed: false },
    });
    const named = smallCity.map((one) => (one.code === 'W' ? { ...one, contacts: { phone: '0234' } } : one));
    expect(await putUnits(named, '"1.abc"')).toMatchObject({ body: { version: 2 } });
    const { Item } = await table.db.send(
      new GetCommand({ TableName: table.name, Key: documentKey('units', 1) }),
    );
    expect(Item).toMatchObject({ version: 1, body: { units: smallCity } });
    expect((await handlers.getUnits(request)).body).toMatchObject({ version: 2, body: { units: named } });
    expect((await handlers.listUnits(request)).body.items.find(({ code }) => code === 'W')).toEqual({
      code: 'W',
      kind: 'commune',
      name: { vi: 'Đơn vị W', en: 'Unit W' },
      parent: 'UBND',
      contacts: { phone: '0234' },
    });
    expect((await entries('units')).map(({ type, aggregate }) => [type, aggregate.version])).toEqual([
      ['directory.imported', 1],
      ['directory.imported', 2],
    ]);
    await putUnits(smallCity);
  });

  test('an If-Match that does not fit is refused, and so is everyone but one of many at once', async () => {
    await expect(putUnits(smallCity, '"1.abc"')).rejects.toMatchObject(status(412));
    const { version } = (await handlers.getUnits(request)).body;
    const crowd = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) =>
        handlers.putUnits({
          ...request,
          headers: { 'if-match': `"${version}.x"` },
          body: { source: `editor ${index}`, units: smallCity },
        }),
      ),
    );
    expect(crowd.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    for (const one of crowd) if (one.status === 'rejected') expect(one.reason).toMatchObject(status(412));
    expect((await handlers.getUnits(request)).body.version).toBe(version + 1);
  });

  test('keep what the boundaries name, and lose none', async () => {
    await replaceDocument(table, 'boundaries', null, { objectKey: 'x', units: ['W', 'E'] }, now);
    const other = smallCity.map((one) => (one.code === 'E' ? { ...one, kind: 'agency' as const } : one));
    await expect(putUnits(other)).rejects.toMatchObject({
      definition: { type: 'unit-in-use', status: 409 },
      fields: [{ field: 'units' }],
    });
    await expect(putUnits(smallCity.filter(({ code }) => code !== 'HEPCO'))).rejects.toMatchObject({
      definition: { status: 400 },
      fields: [{ field: 'units' }],
    });
  });
});

describe('an import', () => {
  const files = { units: unitsFile(smallCity), posts: postsFile(staff) };

  test('that is a dry run tells the differences and writes nothing', async () => {
    const { body } = await importing(files, 'true');
    expect(body).toMatchObject({ dryRun: true, changed: true, versions: { posts: null } });
    expect(body.changes.units).toEqual([]);
    expect(body.changes.posts).toHaveLength(staff.length);
    expect(await inForce('posts')).toBeUndefined();
    expect(await entries('posts')).toEqual([]);
  });

  test('that is wrong anywhere is refused whole', async () => {
    const before = await inForce('units');
    const wrong = {
      units: `${files.units}NEW,agency,UBND,Mới,New,,,,,,,,,\n`,
      posts: `${files.posts}x,X,NOWHERE,official,2026-01-01,`,
    };
    await expect(importing(wrong)).rejects.toMatchObject({
      definition: { status: 400 },
      fields: [{ field: `posts line ${staff.length + 2}: unit` }],
    });
    expect(await inForce('units')).toEqual(before);
    expect(await inForce('posts')).toBeUndefined();
  });

  test('puts hundreds of posts in force at once, and the same again changes nothing', async () => {
    const first = await importing(files);
    expect(first.body).toMatchObject({ dryRun: false, changed: true, versions: { posts: 1 } });
    expect(await inForce('posts')).toMatchObject({ version: 1, body: { posts: staff.length } });
    expect(await officials('E')).toHaveLength(200);
    const held = await postsReader(table)(subjectKey(issuer, 'leader'), today);
    expect(held).toEqual([{ id: 'W.leader', unit: 'W', role: 'leader', delegatedBy: null }]);
    const again = await importing(files);
    expect(again.body).toEqual({
      dryRun: false,
      changed: false,
      versions: first.body.versions,
      changes: { units: [], posts: [] },
    });
    expect(await entries('posts')).toMatchObject([
      {
        type: 'directory.imported',
        audience: 'office',
        aggregate: { type: 'directory', id: 'posts', version: 1 },
        actor: { accountId: 'account-admin' },
        data: { posts: staff.length, postChanges: staff.length },
      },
    ]);
  });

  test('that comes after one which died halfway has nothing of it', async () => {
    // What a function leaves that ended before its transaction: a version reserved, posts under it.
    const lost = await store.reserveVersion();
    await store.writePosts(lost, [post({ login: 'ghost', unit: 'W', role: 'leader' })]);
    expect((await officials('W')).map(({ name }) => name)).not.toContain('Cán bộ ghost');
    const more = [...staff, post({ login: 'added', unit: 'W' })];
    const { body } = await importing({ posts: postsFile(more) });
    expect(body.changes.posts).toMatchObject([{ login: 'added', change: 'new' }]);
    expect(body.versions.posts).toBe(lost + 1);
    expect((await officials('W')).map(({ name }) => name).sort()).toEqual(
      ['Người giao', 'Lãnh đạo', 'Người thay', 'Cán bộ added'].sort(),
    );
  });

  test('ends who is no longer named, and keeps that for the record', async () => {
    const { body } = await importing({ posts: postsFile(staff) });
    expect(body.changes.posts).toEqual([
      { login: 'added', unit: 'W', role: 'official', from: '2026-01-01', to: '2026-11-22', change: 'ends' },
    ]);
    const kept = await store.postsOfUnit(body.versions.posts ?? 0, 'W');
    expect(kept.filter(({ login }) => login === 'added')).toMatchObject([{ to: '2026-11-22' }]);
    expect(kept.map(asWritten)).toEqual(
      expect.arrayContaining(staff.filter(({ unit }) => unit === 'W').map(asWritten)),
    );
    expect((await officials('W')).map(({ name }) => name)).not.toContain('Cán bộ added');
  });

  test('of several at the same moment, one wins and the others are told', async () => {
    const crowd = await Promise.allSettled(
      [1, 2, 3, 4].map((n) =>
        importing({ posts: postsFile([...staff, post({ login: `crowd${n}`, unit: 'E' })]) }),
      ),
    );
    const won = crowd.flatMap((one) => (one.status === 'fulfilled' ? [one.value.body] : []));
    expect(won).toHaveLength(1);
    for (const one of crowd) if (one.status === 'rejected') expect(one.reason).toMatchObject(status(412));
    const names = (await officials('E')).map(({ name }) => name).filter((name) => name.includes('crowd'));
    expect(names).toEqual(won.map(({ changes }) => `Cán bộ ${changes.posts[0]?.login}`));
    await importing({ posts: postsFile(staff) });
  });

  test('ends a unit only together with its posts', async () => {
    const ending = smallCity.map((one) =>
      one.code === 'HEPCO' ? { ...one, to: '2026-12-31', successor: 'SKHCN' } : one,
    );
    const refused = {
      definition: { type: 'unit-in-use', status: 409 },
      fields: [{ field: 'units.5.to' }],
    };
    await expect(importing({ units: unitsFile(ending) })).rejects.toMatchObject(refused);
    await expect(putUnits(ending)).rejects.toMatchObject(refused);
    const moving = staff.map((one) => (one.unit === 'HEPCO' ? { ...one, to: '2026-12-31' } : one));
    const { body } = await importing({ units: unitsFile(ending), posts: postsFile(moving) }, 'true');
    expect(body.changes.units).toEqual([{ code: 'HEPCO', change: 'ended', fields: ['to', 'successor'] }]);
    expect(body.changes.posts).toHaveLength(201);
  });
});

describe('the officials of a unit', () => {
  test('are seen by those of the unit, its leaders above, the centre, the auditor; by nobody else', async () => {
    for (const actor of [
      actorOf('giver', 'official', 'W'),
      actorOf('top', 'leader', 'UBND', ['W']),
      actorOf('monitor', 'monitor', 'IOC'),
      actorOf('auditor', 'auditor', 'UBND'),
    ]) {
      expect((await officials('W', actor)).length).toBeGreaterThan(0);
    }
    for (const actor of [actorOf('x', 'official', 'E'), actorOf('x', 'leader', 'HEPCO')]) {
      await expect(officials('W', actor)).rejects.toMatchObject(status(403));
    }
    await expect(officials('NONE')).rejects.toMatchObject(status(404));
  });
  test('are shown by name and post, never by login', async () => {
    const all = await officials('W');
    expect(all.find(({ role }) => role === 'leader')).toEqual({
      official: subjectKey(issuer, 'leader'),
      name: 'Lãnh đạo',
      post: 'W.leader',
      role: 'leader',
      from: '2026-01-01',
      to: null,
      delegatedTo: null,
    });
    expect(JSON.stringify(all)).not.toContain('giver');
  });
});

describe('a delegation', () => {
  const giver = actorOf('giver', 'official', 'W');
  const helper = actorOf('helper', 'official', 'W');
  const until = daysAfter(today, 7);
  const delegating = (key: string, facts: object = {}, actor = giver) =>
    handlers.createDelegation({
      ...request,
      actor,
      headers: { 'idempotency-key': key },
      body: { post: 'W.official', to: 'helper', from: today, until, ...facts },
    });
  const ending = (id: string, actor = giver) => handlers.endDelegation({ ...request, actor, params: { id } });
  const helds = (day: string) => postsReader(table)(subjectKey(issuer, 'helper'), day);

  test('lets somebody act in the post until its last day; sent again it is the same one', async () => {
    const { body } = await delegating('one');
    expect(body).toMatchObject({ post: 'W.official', unit: 'W', by: 'Người giao', to: 'Người thay', until });
    expect((await delegating('one')).body).toEqual(body);
    const acted = { id: 'W.official', unit: 'W', role: 'official', delegatedBy: giver.holder };
    expect(await helds(until)).toContainEqual(acted);
    expect(await helds(daysAfter(until, 1))).not.toContainEqual(acted);
    expect((await officials('W')).find(({ name }) => name === 'Người giao')?.delegatedTo).toEqual({
      official: helper.holder,
      name: 'Người thay',
      until,
    });
    expect((await handlers.listDelegations({ ...request, actor: giver })).body).toEqual({
      given: [body],
      received: [],
    });
    expect((await handlers.listDelegations({ ...request, actor: helper })).body).toEqual({
      given: [],
      received: [body],
    });
    expect(await entries(body.id)).toMatchObject([
      {
        type: 'directory.delegated',
        actor: { accountId: 'account-giver' },
        data: { delegate: helper.holder },
      },
    ]);
    // What was delegated to somebody they cannot hand on.
    await expect(delegating('two', { to: 'leader' }, helper)).resolves.toMatchObject({ status: 201 });
    await expect(delegating('three', { post: 'W.leader', to: 'giver' }, helper)).rejects.toMatchObject(
      status(403),
    );
  });

  test('stands alone in its time, however many are asked for at once', async () => {
    await expect(delegating('four')).rejects.toMatchObject(status(409));
    const crowd = await Promise.allSettled(
      [1, 2, 3, 4].map((n) => delegating(`crowd${n}`, { from: '2026-12-10', until: '2026-12-11' })),
    );
    expect(crowd.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  });

  test('ends when its giver says so; others get 404, and that is recorded', async () => {
    const { body } = await handlers.listDelegations({ ...request, actor: giver });
    const id = body.given.at(-1)?.id ?? '';
    await expect(ending(id, helper)).rejects.toMatchObject(status(404));
    await eventually('the attempt is on record', async () =>
      (await entries(id)).some(
        ({ type, actor }) => type === 'directory.delegation-refused' && actor.accountId === 'account-helper',
      ),
    );
    now = new Date(`${today}T02:00:00.000Z`);
    expect((await ending(id)).body).toMatchObject({ id, endedAt: now.toISOString() });
    expect((await helds(until)).filter(({ delegatedBy }) => delegatedBy !== null)).toEqual([]);
    expect((await officials('W')).find(({ name }) => name === 'Người giao')?.delegatedTo).toBeNull();
    await expect(delegating('five')).resolves.toMatchObject({ status: 201 });
    expect(dayOf(now)).toBe(today);
  });
});
