import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { cityOf } from '../../../cdk/config.ts';
import type { Actor } from '../../../shared/access/actor.ts';
import { clientKey, MachineClient } from '../../../shared/client-record.ts';
import type { Caller } from '../../../shared/http/caller-reader.ts';
import { limiter } from '../../../shared/http/limiter.ts';
import { openTable } from '../../../shared/table/table.ts';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { output } from '../../city-under-test.ts';

const table = openTable(output('TableName'));
const { runtime } = cityOf({ city: 'hue', stage: 'local' });
const quota = { count: 3, minutes: 60 };
const city = {
  ...runtime,
  limits: {
    ...runtime.limits,
    reports: { person: quota, unverified: { count: 1, minutes: 60 }, address: quota },
  },
};
let now: Date;
const { write, request } = limiter(table, { now: () => now, secondsUntil: () => 0 }, city);

beforeEach(() => {
  now = new Date('2026-11-23T02:10:00Z');
});

const person = (role: Actor['role'] = 'citizen'): Caller => ({
  actor: { role, accountId: randomUUID(), unit: null },
  token: null,
  client: null,
});
const nobody: Caller = {
  actor: { role: 'anonymous', accountId: null, unit: null },
  token: null,
  client: null,
};
const report = (caller: Caller, key?: string, address = '203.0.113.7') =>
  write({ caller, limit: 'reports', address, key });
/** How many of so many attempts are let through. */
async function passed(times: number, attempt: () => Promise<void>): Promise<number> {
  const all = await Promise.allSettled(Array.from({ length: times }, attempt));
  return all.filter(({ status }) => status === 'fulfilled').length;
}

describe('what people write', () => {
  test('is counted exactly, however many come at once', async () => {
    const lan = person();
    expect(await passed(10, () => report(lan))).toBe(3);
    await expect(report(lan)).rejects.toMatchObject({
      definition: { status: 429 },
      headers: { 'retry-after': '3000' },
    });
  });

  test('starts anew with the next window', async () => {
    const lan = person();
    expect(await passed(5, () => report(lan))).toBe(3);
    now = new Date('2026-11-23T03:00:00Z');
    expect(await passed(5, () => report(lan))).toBe(3);
  });

  test('sent again with the same key counts once, at once or later, and is let through beyond the limit', async () => {
    const lan = person();
    expect(await passed(10, () => report(lan, 'one'))).toBe(10);
    expect(await passed(5, () => report(lan))).toBe(2);
    expect(await passed(3, () => report(lan, 'one'))).toBe(3);
    expect(await passed(3, () => report(lan, 'another'))).toBe(0);
  });

  test('of an account that nobody vouches for is counted by its own quota', async () => {
    const unverified = person('unverified');
    expect(await passed(3, () => report(unverified))).toBe(1);
  });

  test('is counted by person, not by address: neighbours do not wait for each other', async () => {
    const [lan, minh] = [person(), person()];
    expect(await passed(5, () => report(lan))).toBe(3);
    expect(await passed(5, () => report(minh))).toBe(3);
  });

  test('without signing in is counted by address', async () => {
    const address = randomUUID();
    expect(await passed(5, () => report(nobody, undefined, address))).toBe(3);
    expect(await passed(1, () => report(nobody, undefined, randomUUID()))).toBe(1);
  });

  test('refused in an emergency it says what to do instead', async () => {
    const lan = person();
    await passed(3, () => report(lan));
    await expect(report(lan)).rejects.toMatchObject({ detail: city.emergency });
  });
});

test('a machine may ask so often a minute; its use is noted by the hour', async () => {
  const client = MachineClient.parse({
    id: randomUUID(),
    version: 1,
    name: 'a machine',
    unit: 'HEPCO',
    scopes: [],
    requestsPerMinute: 5,
    keys: [],
    createdAt: '2026-11-01T00:00:00.000Z',
  });
  await table.db.send(
    new PutCommand({
      TableName: table.name,
      Item: { ...clientKey(client.id), ...client, lastUsedAt: undefined },
    }),
  );
  expect(await passed(9, () => request(client))).toBe(5);
  const { Item } = await table.db.send(new GetCommand({ TableName: table.name, Key: clientKey(client.id) }));
  expect(Item?.lastUsedAt).toBe('2026-11-23T02:00:00.000Z');
  now = new Date('2026-11-23T02:11:00Z');
  expect(await passed(9, () => request(client))).toBe(5);
});
