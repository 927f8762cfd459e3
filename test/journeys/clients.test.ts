import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { eventually } from '../city-under-test.ts';
import { Client } from './client.ts';

const admin = new Client('admin');
const key = () => ({ 'idempotency-key': randomUUID() });

const make = (body: object = {}) =>
  admin.post(
    '/admin/clients',
    { name: 'Công ty HEPCO', unit: 'HEPCO', scopes: ['reports.list-queue', 'reports.read'], ...body },
    key(),
  );
const withKey = (text: string) => new Client('machine', text);

describe('a machine client', () => {
  test('does what its scopes say, for its unit', async () => {
    const { status, body } = await make();
    expect(status).toBe(201);
    const machine = withKey(body.key);
    expect((await machine.get('/units/HEPCO/queue')).status).toBe(200);
    expect((await machine.get('/units/19753/queue')).status).toBe(403);
    expect((await machine.report({})).status).toBe(403);
    expect((await machine.get('/categories')).status).toBe(403);
    expect((await machine.get('/me')).status).toBe(403);
    const used = await eventually('its use is noted', async () => {
      const { body: list } = await admin.get('/admin/clients?limit=100');
      const found = list.items.find(({ id }) => id === body.client.id);
      return found?.lastUsedAt ? found : null;
    });
    expect(JSON.stringify(used)).not.toMatch(/hash|city_/);
  });

  test('its key can be rotated with an overlap or at once, and a lost one ended', async () => {
    const { body: made } = await make();
    const path = `/admin/clients/${made.client.id}/keys`;
    const { body: second } = await admin.post(path, { overlapHours: 24 * 90 }, key());
    expect((await withKey(made.key).get('/units/HEPCO/queue')).status).toBe(200);
    expect((await withKey(second.key).get('/units/HEPCO/queue')).status).toBe(200);
    await admin.ask('DELETE', `${path}/${made.client.keys[0]!.id}`);
    await eventually(
      'the lost key is refused',
      async () => (await withKey(made.key).get('/units/HEPCO/queue')).status === 401,
    );
    const { body: third } = await admin.post(path, { overlapHours: 0 }, key());
    await eventually(
      'the second key is refused',
      async () => (await withKey(second.key).get('/units/HEPCO/queue')).status === 401,
    );
    expect((await withKey(third.key).get('/units/HEPCO/queue')).status).toBe(200);
    await admin.ask('DELETE', `/admin/clients/${made.client.id}`);
    await eventually(
      'an ended client is refused',
      async () => (await withKey(third.key).get('/units/HEPCO/queue')).status === 401,
    );
  });

  test('made twice with one key is one, and its secret is told once', async () => {
    const headers = key();
    const body = { name: 'Hai lần', unit: 'HEPCO', scopes: ['reports.read'] };
    const [first, again] = [
      await admin.post('/admin/clients', body, headers),
      await admin.post('/admin/clients', body, headers),
    ];
    expect(again.body.client.id).toBe(first.body.client.id);
    expect([typeof first.body.key, again.body.key]).toEqual(['string', null]);
  });

  test('of a unit or with a scope that is not there is refused by name', async () => {
    expect((await make({ unit: 'NOWHERE' })).body.errors[0]?.field).toBe('unit');
    expect((await make({ scopes: ['city.configure'] })).body.errors[0]?.field).toBe('scopes.0');
    expect((await make({ scopes: [] })).body.errors[0]?.field).toBe('scopes');
  });

  test('a key that was made up opens nothing', async () => {
    const { body } = await make();
    const forged = body.key.slice(0, -1) + (body.key.endsWith('A') ? 'B' : 'A');
    expect((await withKey(forged).get('/units/HEPCO/queue')).status).toBe(401);
  });
});
