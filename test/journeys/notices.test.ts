import { createECDH, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { NoticesDocument } from '../../functions/notifications/routing-table.ts';
import shippedTable from '../../shared/city/data/notices.json' with { type: 'json' };
import { eventually } from '../city-under-test.ts';
import { Client, nobody } from './client.ts';

const admin = new Client('admin');
const shipped = NoticesDocument.parse(shippedTable);
const InForce = z.object({ version: z.number(), body: NoticesDocument });

describe('the table of notices', () => {
  const put = (rows: unknown) => admin.ask('PUT', '/admin/notices', { body: { rows } });
  const first = shipped.rows[0]!;

  test('is read by an admin alone', async () => {
    expect((await nobody.get('/admin/notices')).status).toBe(401);
    expect((await new Client('citizen').get('/admin/notices')).status).toBe(403);
    const { body } = await admin.get('/admin/notices');
    expect(InForce.parse(body).body).toEqual(shipped);
  });

  test.each([
    ['an unknown variable', { texts: { vi: 'Xong', en: '{secret}' } }, 'rows.0.texts.en'],
    ['a missing language', { texts: { vi: 'Xong' } }, 'rows.0.texts.en'],
    ['an unknown event', { event: 'report.vanished' }, 'rows.0.event'],
    [
      'a variable in a push',
      { channels: { inbox: true, push: { text: { vi: '{code}', en: 'New' } } } },
      'rows.0.channels.push.text.vi',
    ],
    ['no inbox', { channels: {} }, 'rows.0.channels.inbox'],
  ])('is not replaced by one with %s, and the field is named', async (_, change, field) => {
    const before = InForce.parse((await admin.get('/admin/notices')).body).version;
    const { status, body } = await put([{ ...first, ...change }, ...shipped.rows.slice(1)]);
    expect([status, body.errors.map((error) => error.field)]).toEqual([400, [field]]);
    expect(InForce.parse((await admin.get('/admin/notices')).body).version).toBe(before);
  });

  test('is shown filled in before it is in force', async () => {
    const { status, body } = await admin.post('/admin/notices/preview', { row: first });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      inbox: { vi: expect.stringContaining('KHMTRWQA'), en: expect.stringContaining('Phu Xuan Ward') },
      zalo: null,
    });
    const wrong = { ...first, texts: { vi: '{x}', en: 'b' } };
    const refused = await admin.post('/admin/notices/preview', { row: wrong });
    expect([refused.status, refused.body.errors[0]?.field]).toEqual([400, 'row.texts.vi']);
  });
});

describe('what people choose', () => {
  const citizen = new Client('citizen31');

  test('holds, is theirs alone, and is refused where it is incomplete', async () => {
    const { body } = await citizen.get('/me/notice-preferences');
    const Chosen = z.object({
      channels: z.record(z.string(), z.record(z.string(), z.boolean())),
      quietHours: z.unknown(),
    });
    const chosen = Chosen.parse(body);
    const mine = {
      channels: { ...chosen.channels, email: { ...chosen.channels.email, progress: false } },
      quietHours: { from: '22:00', to: '06:00' },
    };
    expect((await citizen.ask('PUT', '/me/notice-preferences', { body: mine })).status).toBe(200);
    expect((await citizen.get('/me/notice-preferences')).body).toEqual(mine);
    expect((await new Client('citizen32').get('/me/notice-preferences')).body).toEqual(chosen);
    const wrong = { ...mine, quietHours: { from: '24:00', to: '06:00' } };
    const refused = await citizen.ask('PUT', '/me/notice-preferences', { body: wrong });
    expect([refused.status, refused.body.errors[0]?.field]).toEqual([400, 'quietHours.from']);
  });

  test('pushes go to browsers at push services and nowhere else', async () => {
    const keys = createECDH('prime256v1');
    keys.generateKeys();
    const subscription = (endpoint: string) => ({
      endpoint,
      keys: { p256dh: keys.getPublicKey('base64url'), auth: randomBytes(16).toString('base64url') },
    });
    const { body } = await citizen.get('/me/push-subscriptions');
    expect(body).toMatchObject({ items: [], applicationServerKey: expect.stringMatching(/^[\w-]{87}$/) });
    const refused = await citizen.post(
      '/me/push-subscriptions',
      subscription('https://169.254.169.254/latest'),
    );
    expect([refused.status, refused.body.errors[0]?.field]).toEqual([400, 'endpoint']);
    const known = subscription('https://fcm.googleapis.com/fcm/send/abc');
    const made = await citizen.post('/me/push-subscriptions', known);
    expect(made.status).toBe(201);
    expect((await citizen.post('/me/push-subscriptions', known)).body.id).toBe(made.body.id);
    expect((await citizen.get('/me/push-subscriptions')).body.items).toHaveLength(1);
    const gone = await citizen.ask('DELETE', `/me/push-subscriptions/${made.body.id}`);
    expect(gone.status).toBe(204);
    const again = await citizen.ask('DELETE', `/me/push-subscriptions/${made.body.id}`);
    expect(again.status).toBe(404);
  });
});

test('a notice is unread until its reader has read it, and away when it is put away', async () => {
  const citizen = new Client('citizen33');
  const { body: report } = await citizen.report({});
  const notice = await eventually('it was received', async () => {
    const { body } = await citizen.get('/me/inbox?state=unread');
    return body.items.find((one) => one.report?.id === report.id);
  });
  const count = async () => (await citizen.get('/me/inbox/unread-count')).body;
  expect(await count()).toMatchObject({ count: 1, more: false });
  expect((await citizen.ask('POST', `/me/inbox/${notice.id}/read`)).status).toBe(204);
  expect(await count()).toMatchObject({ count: 0, more: false });
  expect((await new Client('citizen32').ask('POST', `/me/inbox/${notice.id}/read`)).status).toBe(404);
  expect((await citizen.ask('POST', `/me/inbox/${notice.id}/archive`)).status).toBe(204);
  expect((await citizen.get('/me/inbox')).body.items).toEqual([]);
  expect((await citizen.get('/me/inbox?state=archived')).body.items.map(({ id }) => id)).toEqual([notice.id]);
  expect((await citizen.ask('POST', '/me/inbox/read-all')).status).toBe(204);
});
