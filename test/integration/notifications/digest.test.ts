import { randomInt, randomUUID } from 'node:crypto';
import { SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { DigestStore } from '../../../functions/notifications/digest-store.ts';
import { digester } from '../../../functions/notifications/make-digests.ts';
import { account } from '../../../functions/notifications/notices.ts';
import { InboxStore } from '../../../functions/notifications/store.ts';
import { noticeTableReader } from '../../../functions/notifications/table-reader.ts';
import { openTeller } from '../../../functions/notifications/teller-client.ts';
import { CityConfig } from '../../../shared/city/config.ts';
import hue from '../../../cdk/cities/hue.json' with { type: 'json' };
import { PostsDocument, readDocument } from '../../../shared/city/documents.ts';
import { type Post, postKey, unitPostsPartition } from '../../../shared/directory-record.ts';
import { newId } from '../../../shared/identifiers.ts';
import { openTable } from '../../../shared/table/table.ts';
import { output } from '../../city-under-test.ts';
import { newPerson, put, signedIn } from './people.ts';

const table = openTable(output('TableName'));
const inbox = new InboxStore(table);
const runtime = CityConfig.parse(hue.runtime);

/** Monday morning, in a week of its own so that the test can be run again. */
const weeks = randomInt(3000);
const now = new Date(Date.parse('2030-03-04T00:30:00Z') + weeks * 7 * 86_400_000);
const day = now.toISOString().slice(0, 10);
const inWords = day.split('-').reverse().join('/');
const clock = { now: () => now, secondsUntil: () => 3600 };

/** Somebody with a post in a unit, as the directory has it, who has signed in. */
async function addPost(unit: string, role: Post['role'], accountId: string): Promise<void> {
  const directory = await readDocument(table, 'posts', PostsDocument);
  if (directory === null) throw new Error('no directory was imported');
  const holder = randomUUID();
  const post: Post = {
    id: `${unit}.${role}`,
    holder,
    login: holder,
    name: 'Ai đó',
    unit,
    role,
    from: '2026-01-01',
  };
  await put(table, {
    ...postKey(directory.version, post),
    GSI1PK: unitPostsPartition(directory.version, unit),
    GSI1SK: `${role}#${holder}#${post.from}`,
    ...post,
  });
  await signedIn(table, holder, accountId);
}

async function addReport(unit: string, assignee: string | null, dueAt: string): Promise<void> {
  const id = newId(new Date());
  await put(table, {
    PK: `QUEUED-FOR-DIGEST#${id}`,
    SK: 'REPORT',
    GSI2PK: `QUEUE#${unit}`,
    GSI2SK: `${dueAt}#${id}`,
    id,
    status: 'accepted',
    dueAt,
    ...(assignee !== null && { assignee }),
  });
}

test('officials and leaders find what the day asks of them in their inboxes, once, however often it is made', async () => {
  const parent = `R${randomUUID().slice(0, 8).toUpperCase()}`;
  const code = `U${randomUUID().slice(0, 8).toUpperCase()}`;
  const unit = { code, kind: 'commune', name: { vi: 'Phường Thử', en: 'Test Ward' }, parent } as const;
  const root = { code: parent, kind: 'city', name: { vi: 'Thành phố', en: 'The city' } } as const;
  const { tell, people } = openTeller({
    table,
    sqs: new SQSClient({ useQueueUrlAsEndpoint: false }),
    queueUrl: output('DeliveriesQueueUrl'),
    city: runtime,
    clock,
    zaloEndpoint: null,
  });
  const [official, leader, cityLeader] = await Promise.all([
    newPerson(table, { language: 'en' }),
    newPerson(table),
    newPerson(table),
  ]);
  await addPost(code, 'official', official.id);
  await addPost(code, 'leader', leader.id);
  await addPost(parent, 'leader', cityLeader.id);
  const at = (hours: number) => new Date(now.getTime() + hours * 3_600_000).toISOString();
  await addReport(code, official.id, at(8));
  await addReport(code, official.id, at(-200));
  await addReport(code, null, at(500));

  const run = digester({
    store: new DigestStore(table),
    people,
    units: () => Promise.resolve([unit, root]),
    table: noticeTableReader(table),
    tell,
    isWorkingDay: () => true,
    clock,
  });
  let left = 1;
  expect(await run(() => left-- > 0)).toEqual({ units: 1, finished: false });
  expect((await run(() => true)).finished).toBe(true);
  expect((await run(() => true)).units).toBe(0);

  const told = async (id: string) =>
    (await inbox.read([account(id)], { after: undefined, limit: 10 })).notices;
  expect((await told(official.id)).map(({ text }) => text.en)).toEqual([
    `${inWords}: you have 1 reports due today, 1 overdue, 0 that those above ask for. 1 of the unit’s are nobody’s yet.`,
  ]);
  expect((await told(leader.id)).map(({ text }) => text.vi)).toEqual([
    `Ngày ${inWords}, Phường Thử: 3 phản ánh đang mở, 1 đến hạn hôm nay, 1 quá hạn, 0 được cấp trên nhắc, 1 chưa giao ai.`,
  ]);
  const weekly = (await told(cityLeader.id)).filter(({ kind }) => kind === 'digest.city');
  expect(weekly.map(({ text }) => text.en)).toEqual([
    `Week of ${inWords}: 3 reports are open in the city, 1 overdue, 0 have gone to those above. Most overdue: Test Ward (1).`,
  ]);
});
