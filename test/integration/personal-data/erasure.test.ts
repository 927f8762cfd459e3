import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { erase, type Erasing } from '../../../functions/personal-data/erase.ts';
import { ask } from '../../../functions/personal-data/erasure.ts';
import { ErasureStore } from '../../../functions/personal-data/erasure-store.ts';
import { accountEntry } from '../../../shared/account-entry.ts';
import { newExport } from '../../../functions/personal-data/export.ts';
import { ExportStore } from '../../../functions/personal-data/export-store.ts';
import { ExportFiles } from '../../../functions/personal-data/file-client.ts';
import { readHolding } from '../../../functions/personal-data/holding-reader.ts';
import { system } from '../../../shared/access/actor.ts';
import { type Account, accountKey, subjectRecordKey } from '../../../shared/account-record.ts';
import { readAccount } from '../../../shared/account-store.ts';
import { type Person, register } from '../../../shared/holdings.ts';
import { newId } from '../../../shared/identifiers.ts';
import { TimelineEntry } from '../../../shared/timeline.ts';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { output } from '../../city-under-test.ts';
import { invoke } from '../invoke.ts';
import { bySubject, held, mentions, newcomer, now, report, s3, settle, signIn, table } from './people.ts';

const store = new ErasureStore(table);
const files = new ExportFiles(s3, output('ExportBucket'));
const day = 86_400_000;
const later = new Date(now.getTime() + 30 * day);
const clock = { now: () => later, secondsUntil: () => 0 };
const hasTime = () => true;

/** Asks for a person's erasure, due 30 days before `later` or so many days after it. */
async function askFor(account: Account, days = 30): Promise<Account> {
  const asked = ask(account, now, days)!;
  await store.change(account, asked, accountEntry(asked, 'erasure-asked', system, now));
  return asked;
}

/** An export of an account, with its file. */
async function exported(accountId: string): Promise<string> {
  const made = newExport(newId(now), accountId, now);
  const account = (await readAccount(table, accountId))!;
  const creation = { accountId, route: 'test', key: made.id, body: null };
  // Under another name than the worker listens to.
  const entry = accountEntry(account, 'export-tried', system, now);
  await new ExportStore(table).create(made, entry, creation, { idempotency: 30, kept: 7 });
  await s3.send(
    new PutObjectCommand({ Bucket: output('ExportBucket'), Key: made.objectKey, Body: 'a file' }),
  );
  return made.objectKey;
}

const isThere = (key: string) =>
  s3.send(new GetObjectCommand({ Bucket: output('ExportBucket'), Key: key })).then(
    () => true,
    () => false,
  );

async function expectNothingOf(account: Account, person: Person): Promise<void> {
  const counts = await held(person);
  for (const { kind, erasure } of register) {
    if (erasure === 'deleted') expect(counts[kind], kind).toBeUndefined();
  }
  expect(await readAccount(table, account.id)).toMatchObject({
    state: 'erased',
    name: null,
    personKey: null,
    identityLast: null,
    subjects: [],
    contacts: [],
    consents: {},
    eraseAt: null,
  });
  const { ids } = await store.due(new Date('2100-01-01'), undefined, 1000);
  expect(ids).not.toContain(account.id);
}

const typesOf = async (id: string) =>
  (await readHolding(table, 'history', { ...nobody, accounts: [id] }))
    .map((item) => TimelineEntry.parse(item).type)
    .filter((type) => type !== 'account.signed-in' && type !== 'account.export-tried');
const nobody: Person = {
  accounts: [],
  subjects: [],
  personKey: null,
  reports: [],
  photos: [],
  postsVersion: null,
};

describe('an account that is erased', () => {
  test('leaves none of the person’s data anywhere, and the reports without them', async () => {
    const account = await newcomer();
    const person = await settle(account);
    const file = await exported(account.id);
    const before = await held(person);
    await askFor(account);
    expect(await erase({ store, files, clock, hasTime }, account.id)).toBe(true);

    await expectNothingOf(account, person);
    expect(await isThere(file)).toBe(false);
    const own = [account.name!, account.personKey!, '+84912345678', 'lan@hue.example', 'Samsung A15'];
    const reach = await mentions(person.accounts);
    for (const { PK, SK, text } of reach) {
      for (const word of own) expect(text.includes(word), `${PK} ${SK} says ${word}`).toBe(false);
    }
    const after = await held(person);
    for (const kind of ['reports', 'photos', 'deeds', 'looks'] as const) {
      expect(after[kind], kind).toBe(before[kind]);
    }
    expect(await typesOf(account.id)).toEqual(['account.erasure-asked', 'account.closed', 'account.erased']);
  });

  test('that signs in again is somebody new', async () => {
    const account = await newcomer();
    await askFor(account);
    await erase({ store, files, clock, hasTime }, account.id);
    expect(await bySubject(account.subjects[0]!)).toBeNull();
    const again = await newcomer({ subjects: account.subjects, personKey: account.personKey });
    expect((await bySubject(account.subjects[0]!))?.id).toBe(again.id);
    // And a run that comes late does not touch what is theirs by now.
    await erase({ store, files, clock, hasTime }, account.id);
    expect((await bySubject(account.subjects[0]!))?.id).toBe(again.id);
  });

  test('takes no lead with it that belongs to somebody else', async () => {
    const [account, other] = [await newcomer(), await newcomer()];
    const [subject = ''] = account.subjects;
    await table.db.send(
      new PutCommand({ TableName: table.name, Item: { ...subjectRecordKey(subject), accountId: other.id } }),
    );
    await askFor(account);
    expect(await erase({ store, files, clock, hasTime }, account.id)).toBe(true);
    expect((await bySubject(subject))?.id).toBe(other.id);
  });
});

describe('erasure that breaks off', () => {
  /** A machine that is gone with its so manieth request, to the table or to the files. */
  function failingAt(request: number): Pick<Erasing, 'store' | 'files'> {
    let requests = 0;
    const unlessGone = <T>(send: () => Promise<T>): Promise<T> => {
      requests += 1;
      return requests >= request ? Promise.reject(new Error('the machine is gone')) : send();
    };
    const db = new Proxy(table.db, {
      get(target, name, receiver) {
        if (name !== 'send') return Reflect.get(target, name, receiver) as unknown;
        return (command: Parameters<typeof target.send>[0]) => unlessGone(() => target.send(command));
      },
    });
    return {
      store: new ErasureStore({ db, name: table.name }),
      files: { drop: (key) => unlessGone(() => files.drop(key)) },
    };
  }

  test('at any request is finished by the next run', async () => {
    for (let request = 1; ; request += 1) {
      const account = await newcomer();
      const person = await settle(account, { withReports: false });
      const file = await exported(account.id);
      await askFor(account);
      const first = await erase({ ...failingAt(request), clock, hasTime }, account.id).catch(
        () => 'broken off' as const,
      );
      if (first !== 'broken off') {
        expect(request).toBeGreaterThan(15);
        return;
      }
      // Whoever waits to be erased is found again.
      expect((await store.due(later, undefined, 1000)).ids).toContain(account.id);
      expect(await erase({ store, files, clock, hasTime }, account.id)).toBe(true);
      await expectNothingOf(account, person);
      expect(await isThere(file)).toBe(false);
      const types = await typesOf(account.id);
      expect(types).toEqual(['account.erasure-asked', 'account.closed', 'account.erased']);
    }
  });

  test('for want of time goes on where it was', async () => {
    const account = await newcomer();
    const person = await settle(account);
    await askFor(account);
    let pages = 0;
    const runs = [];
    do {
      pages = 0;
      runs.push(await erase({ store, files, clock, hasTime: () => (pages += 1) <= runs.length }, account.id));
    } while (runs.at(-1) !== true && runs.length < 50);
    expect(runs.length).toBeGreaterThan(3);
    await expectNothingOf(account, person);
  });
});

describe('the sweep', () => {
  test('erases what is due, and nothing that is not or was undone', async () => {
    const [due, young, kept] = [await newcomer(), await newcomer(), await newcomer()];
    const person = await settle(due);
    const past = ask(due, new Date('2020-01-01'), 1)!;
    await store.change(due, past, accountEntry(past, 'erasure-asked', system, now));
    // Far beyond what the clock of the city under test reaches.
    const waiting = await askFor(young, 36_500);
    expect(await invoke('personal-data-on-erasure-sweep')).toMatchObject({ finished: true });
    await expectNothingOf(due, person);
    expect(await readAccount(table, young.id)).toEqual(waiting);
    expect(await readAccount(table, kept.id)).toEqual(kept);
  });

  test('takes off its list an account that was joined into another meanwhile, and leaves it alone', async () => {
    const account = await newcomer();
    const asked = await askFor(account);
    const joined: Account = { ...asked, state: 'joined', joinedInto: 'another', eraseAt: null };
    const { GSI3PK, GSI3SK } = { GSI3PK: 'ERASURE#0', GSI3SK: `${asked.eraseAt}#${account.id}` };
    await table.db.send(
      new PutCommand({
        TableName: table.name,
        Item: { ...accountKey(account.id), ...joined, GSI3PK, GSI3SK },
      }),
    );
    expect(await erase({ store, files, clock, hasTime }, account.id)).toBe(true);
    expect(await readAccount(table, account.id)).toEqual(joined);
    expect((await store.due(later, undefined, 1000)).ids).not.toContain(account.id);
  });
});

test('whatever in the table names a person’s account is in the register', async () => {
  const account = await newcomer();
  const person = await settle(account);
  await exported(account.id);
  await signIn(account);
  await report(account.aliases[0]!);
  const all = await readHolding(table, 'reports', person);
  const whole: Person = {
    ...person,
    reports: all.map(({ id }) => String(id)),
    photos: all.flatMap(({ photoIds }) => photoIds as string[]),
  };
  const registered = new Set<string>();
  for (const { kind } of register) {
    for (const { PK, SK } of await readHolding(table, kind, whole))
      registered.add(`${String(PK)} ${String(SK)}`);
  }
  const unregistered = (await mentions(person.accounts))
    .map(({ PK, SK }) => `${PK} ${SK}`)
    .filter((key) => !registered.has(key));
  // Keys of requests and counts of limits name the account alone, and delete themselves.
  expect(unregistered.filter((key) => !/^(IDEM|LIMIT)#/.test(key))).toEqual([]);
});
