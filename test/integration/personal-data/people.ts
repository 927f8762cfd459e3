import { randomBytes, randomUUID } from 'node:crypto';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { AccountStore } from '../../../functions/accounts/store.ts';
import { account as inboxOf } from '../../../functions/notifications/notices.ts';
import { InboxStore } from '../../../functions/notifications/store.ts';
import { readHolding } from '../../../functions/personal-data/holding-reader.ts';
import { PhotoStore } from '../../../functions/photos/store.ts';
import { ReportStore } from '../../../functions/reports/store.ts';
import { submit } from '../../../functions/reports/submission.ts';
import type { Actor } from '../../../shared/access/actor.ts';
import type { Account } from '../../../shared/account-record.ts';
import { type Delegation, delegationKey, delegationsByHolder } from '../../../shared/directory-record.ts';
import { type HoldingKind, type Person, register } from '../../../shared/holdings.ts';
import { newId } from '../../../shared/identifiers.ts';
import { openTable } from '../../../shared/table/table.ts';
import { actorOf, type NewEntry } from '../../../shared/timeline.ts';
import { record } from '../../../shared/timeline-store.ts';
import { eventually, output } from '../../city-under-test.ts';
import { phuXuan, timetableOf } from '../../unit/reports/samples.ts';

export const table = openTable(output('TableName'));
export const s3 = new S3Client({});
const accounts = new AccountStore(table);
const reports = new ReportStore(table);
const photos = new PhotoStore(table);
const inbox = new InboxStore(table);

const random = () => randomBytes(16).toString('base64url');
/** By the wall clock, behind which the city's own never lies. */
export const now = new Date();
const at = now.toISOString();

/** A person with an account, and an older one that was joined into it; nothing else yet. */
export async function newcomer(given: Partial<Account> = {}): Promise<Account> {
  const joined: Account = {
    id: random(),
    version: 2,
    state: 'joined',
    verified: false,
    name: null,
    personKey: null,
    identityLast: null,
    language: 'vi',
    subjects: [],
    joinedInto: null,
    aliases: [],
    contacts: [],
    consents: {},
    eraseAt: null,
    createdAt: at,
    updatedAt: at,
  };
  const account: Account = {
    ...joined,
    id: random(),
    version: 1,
    state: 'active',
    verified: true,
    name: 'Lê Thị Lan',
    personKey: random(),
    identityLast: '1234',
    subjects: [random(), random()],
    aliases: [joined.id],
    contacts: [{ channel: 'phone', address: '+84912345678', verifiedAt: at }],
    consents: { surveys: { given: true, at } },
    ...given,
  };
  const before = { ...joined, joinedInto: account.id };
  await table.db.send(
    new PutCommand({
      TableName: table.name,
      Item: { PK: `ACCOUNT#${joined.id}`, SK: 'ACCOUNT', ...before },
    }),
  );
  await signIn(account, null);
  return account;
}

/** Signs a person in, as the accounts feature does; `before` is null where the account is new. */
export async function signIn(account: Account, before: Account | null = account): Promise<string> {
  const id = random();
  const signedIn = { id, accountId: account.id, issuer: 'VNeID', device: 'Samsung A15', at, endedAt: null };
  await accounts.register({ account, before, joined: null }, signedIn, [
    { ...entry('account.signed-in', account.id), aggregate: { type: 'account', id: account.id, version: 1 } },
  ]);
  return id;
}

export const findSignIn = (id: string) => accounts.findSignIn(id);
export const bySubject = (key: string) => accounts.bySubject(key);

const citizen = (accountId: string): Actor & { accountId: string } => ({
  role: 'citizen',
  accountId,
  unit: null,
});
const monitor: Actor = { role: 'monitor', accountId: 'an-official', unit: 'IOC' };

function entry(type: string, by: string | null, given: Partial<NewEntry> = {}): NewEntry {
  return {
    type,
    at,
    aggregate: { type: 'report', id: 'a-report', version: 1 },
    actor: actorOf(by === null ? monitor : citizen(by)),
    audience: 'parties',
    noteAudience: 'parties',
    note: null,
    data: {},
    ...given,
  };
}

/** A report of an account, with a photo of so many bytes. */
export async function report(accountId: string, photoBytes = 1000): Promise<{ id: string; photoId: string }> {
  const photoId = newId(now);
  const photo = { id: photoId, ownerId: accountId, createdAt: at, contentType: 'image/jpeg' };
  await photos.create({ ...photo, state: 'awaiting' }, new Date('2040-01-01'));
  const picture = { hash: '0'.repeat(16), takenAt: at, takenLocation: { lat: 16.46, lng: 107.58 } };
  await photos.markReady(photoId, { ...picture, versions: new Map(), width: 1, height: 1 });
  await s3.send(
    new PutObjectCommand({
      Bucket: output('PhotoBucket'),
      Key: `photos/${photoId}/1600.jpg`,
      Body: Buffer.alloc(photoBytes, 1),
    }),
  );
  const submission = {
    id: newId(now),
    reporter: citizen(accountId),
    description: 'Cây nghiêng trước nhà tôi',
    location: { lat: 16.47, lng: 107.58 },
    address: null,
    category: 'trees_parks' as const,
    photoIds: [photoId],
    commune: '19753',
    communeIsGuess: false,
    unit: phuXuan,
  };
  // Deadlines in a far future: no workflow of the city under test has anything to do with it.
  const timetable = timetableOf({ accept: 1e6, resolve: 1e6, remindBefore: 1 });
  const creation = { accountId, route: 'test', key: randomUUID(), body: {} };
  const created = await reports.create(
    (code) => submit({ ...submission, code }, now, timetable),
    creation,
    now,
    30,
  );
  return { id: created.id, photoId };
}

/** A look of the monitoring centre at who an account is. */
export const look = (accountId: string, given: Partial<NewEntry> = {}) =>
  record(
    table,
    entry('report.reporter-seen', null, {
      audience: 'office',
      note: 'Gọi lại người báo cháy',
      about: accountId,
      ...given,
    }),
  );

/**
 * Puts something of every kind that is held on people; gives all that leads to it. With reports it waits until the city
 * has told the person of them, so that nothing comes late.
 */
export async function settle(account: Account, { withReports = true } = {}): Promise<Person> {
  const owners = [account.id, ...account.aliases];
  const sent: { id: string; photoId: string }[] = [];
  for (const owner of owners) {
    if (withReports) sent.push(await report(owner));
    await look(owner);
    for (let count = 0; count < 3; count += 1) {
      const notice = {
        address: inboxOf(owner),
        id: newId(now),
        at,
        kind: 'report.accepted' as const,
        text: { vi: 'Đã nhận', en: 'Accepted' },
        reportId: 'a-report',
        code: 'KHMTRWQA',
        unit: phuXuan,
      };
      await inbox.put(notice, now);
    }
  }
  const expiresAt = new Date(now.getTime() + 600_000).toISOString();
  await accounts.keepPending(account.id, {
    channel: 'email',
    address: 'lan@hue.example',
    codeHash: 'a hash',
    expiresAt,
    attempts: 0,
  });
  await delegate(account);
  await eventually('the person is told of their reports', async () => {
    const { notices } = await inbox.read(owners.map(inboxOf), { after: undefined, limit: 100 });
    return sent.every(({ id }) => notices.some(({ reportId }) => reportId === id));
  });
  return {
    accounts: owners,
    subjects: account.subjects,
    personKey: account.personKey,
    reports: sent.map(({ id }) => id),
    photos: sent.map(({ photoId }) => photoId),
    postsVersion: null,
  };
}

async function delegate({ subjects: [holder = ''] }: Account): Promise<void> {
  const delegation: Delegation = {
    id: newId(now),
    post: { id: '19753.official', holder, unit: '19753', role: 'official' },
    delegate: random(),
    delegateLogin: 'minh',
    from: '2026-11-01',
    to: '2026-11-30',
  };
  const keys = { GSI1PK: delegationsByHolder(holder), GSI1SK: delegation.id };
  await table.db.send(
    new PutCommand({ TableName: table.name, Item: { ...delegationKey(delegation), ...keys, ...delegation } }),
  );
}

/** How many items of each kind are found by the register's places. */
export async function held(person: Person): Promise<Partial<Record<HoldingKind, number>>> {
  const counts: Partial<Record<HoldingKind, number>> = {};
  for (const { kind } of register) {
    const { length } = await readHolding(table, kind, person);
    if (length > 0) counts[kind] = length;
  }
  return counts;
}

/** The keys of all items in the table in which one of these words stands anywhere. A test may scan; the city never does. */
export async function mentions(
  words: readonly string[],
): Promise<{ PK: string; SK: string; text: string }[]> {
  const found: { PK: string; SK: string; text: string }[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await table.db.send(
      new ScanCommand({ TableName: table.name, ...(start && { ExclusiveStartKey: start }) }),
    );
    for (const item of Items) {
      const text = JSON.stringify(item);
      if (words.some((word) => text.includes(word))) found.push({ PK: item.PK, SK: item.SK, text });
    }
    start = LastEvaluatedKey;
  } while (start);
  return found;
}
