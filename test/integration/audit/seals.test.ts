import { randomUUID } from 'node:crypto';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkChain } from '../../../functions/audit/checking.ts';
import { sealDays } from '../../../functions/audit/sealing.ts';
import { SealStore } from '../../../functions/audit/seal-store.ts';
import { system } from '../../../shared/access/actor.ts';
import { openTable, transact } from '../../../shared/table/table.ts';
import { append, record } from '../../../shared/timeline-store.ts';
import { type NewEntry } from '../../../shared/timeline.ts';
import { output } from '../../city-under-test.ts';
import { invoke } from '../invoke.ts';

const table = openTable(output('TableName'));
const s3 = new S3Client({});
const bucket = output('AuditBucket');
const store = new SealStore(table, s3, bucket);

/** Days long ago, on which only this test does anything. */
const days = ['2021-02-27', '2021-02-28', '2021-03-01'];
const after = new Date('2021-03-02T02:00:00Z');
const bounds = { now: after, firstDay: '2021-02-01' };
const check = (from = days[0], to = days[2]) =>
  checkChain(store, { until: '2021-03-01', firstMonth: '2021-02', from, to });

const entry = (at: string, id: string = randomUUID()): NewEntry => ({
  // Nobody listens to this kind: what is appended here is published too.
  type: 'client.created',
  at,
  aggregate: { type: 'client', id, version: 1 },
  actor: system,
  audience: 'office',
  noteAudience: 'office',
  note: 'như đã ghi',
  data: {},
});
const altered = { PK: `CLIENT#${randomUUID()}`, SK: 'EVENT#01EY000000000000000000SEAL' };

beforeAll(async () => {
  for (const day of [days[0], days[2]]) {
    await Promise.all(
      Array.from({ length: 30 }, () => transact(table, [append(table, entry(`${day}T05:00:00.000Z`))])),
    );
  }
  await record(table, entry(`${days[0]}T23:59:59.999Z`));
  const id = altered.PK.slice('CLIENT#'.length);
  await transact(table, [append(table, entry(`${days[2]}T06:00:00.000Z`, id), '01EY000000000000000000SEAL')]);
});

describe('sealing', () => {
  test('begins with the first day on which anything was done, leaves none out, and is done once', async () => {
    const [first, second] = await Promise.all([sealDays(store, bounds), sealDays(store, bounds)]);
    expect(first).toEqual({ sealed: days, finished: true });
    expect(second.finished).toBe(true);
    expect(await store.daysIn('2021-02')).toEqual(days.slice(0, 2));
    expect((await store.seal(days[0]!))?.count).toBe(31);
    expect((await store.seal(days[1]!))?.count).toBe(0);
    expect(await sealDays(store, bounds)).toEqual({ sealed: [], finished: true });
    expect(await check()).toEqual({ checked: 3, broken: [] });
  });

  test('stops where the time ends, and goes on there', async () => {
    const later = { now: new Date('2021-03-05T02:00:00Z'), firstDay: '2021-02-01' };
    let left = 1;
    expect(await sealDays(store, { ...later, mustEnd: () => left-- === 0 })).toEqual({
      sealed: ['2021-03-02'],
      finished: false,
    });
    expect((await sealDays(store, later)).sealed).toEqual(['2021-03-03', '2021-03-04']);
  });

  test('a seal that is there is never written over by the job', async () => {
    const seal = (await store.seal(days[0]!))!;
    expect(await store.putSeal({ ...seal, hash: 'another' })).toEqual(seal);
  });
});

describe('checking', () => {
  test('names an entry whose text was changed in the table, and one that was deleted', async () => {
    await table.db.send(
      new UpdateCommand({
        TableName: table.name,
        Key: altered,
        UpdateExpression: 'SET note = :note',
        ExpressionAttributeValues: { ':note': 'chưa từng xảy ra' },
      }),
    );
    const broken = { day: days[2], what: 'entries-changed', entries: [`${altered.PK}/${altered.SK}`] };
    expect((await check()).broken).toEqual([broken]);
    await table.db.send(new DeleteCommand({ TableName: table.name, Key: altered }));
    expect((await check()).broken).toEqual([broken]);
    // Only the days that are looked at again are compared with the table.
    expect((await check(days[0], days[1])).broken).toEqual([]);
  });

  test('finds a seal that was written over, by itself and by the one after it', async () => {
    const seal = await store.seal(days[1]!);
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: `seals/2021/02/${days[1]}.json`,
        Body: JSON.stringify({ ...seal, count: 5 }),
      }),
    );
    expect((await check(days[0], days[1])).broken).toEqual([{ day: days[1], what: 'seal-changed' }]);
    await s3.send(
      new PutObjectCommand({ Bucket: bucket, Key: `seals/2021/02/${days[1]}.json`, Body: 'nothing' }),
    );
    expect((await check(days[0], days[0])).broken).toContainEqual({ day: days[1], what: 'seal-changed' });
  });
});

test('the jobs of the deployed city seal its days and find them as they were', async () => {
  expect(await invoke('audit-on-seal')).toMatchObject({ finished: true });
  expect(await invoke('audit-on-check')).toMatchObject({ checked: expect.any(Number) });
});
