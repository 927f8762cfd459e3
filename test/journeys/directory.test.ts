import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { dayOf, daysAfter } from '../../shared/city/calendar.ts';
import { eventually } from '../city-under-test.ts';
import { Client } from './client.ts';

test('a leader sees what the units below have, and decides nothing there', async () => {
  const { body: report } = await new Client('citizen65').report({});
  const { code } = report.unit;
  const [own, above, elsewhere] = [
    new Client(`leader@${code}`),
    new Client('leader@UBND'),
    new Client(code === 'HEPCO' ? 'leader@SXD' : 'leader@HEPCO'),
  ];
  const queueOf = async (who: Client) => (await who.get(`/units/${code}/queue`)).status;
  expect([await queueOf(own), await queueOf(above), await queueOf(elsewhere)]).toEqual([200, 200, 403]);
  expect((await above.decide(report.id, { action: 'accept' })).status).toBe(403);
  expect((await own.decide(report.id, { action: 'accept' })).status).toBe(200);
});

test('somebody stands in during an absence, and no longer than that', async () => {
  const [holder, delegate] = [new Client('official@SNV'), new Client('leader@SNV')];
  expect((await delegate.get('/units/SNV/queue', { 'city-post': 'SNV.official' })).status).toBe(403);
  const { body: officials } = await holder.get('/units/SNV/officials');
  expect(officials.items.length).toBeGreaterThan(1);
  // The city's today, by which an hour passes in a second: should it end meanwhile, the next day is taken.
  const today = dayOf(new Date((await holder.get('/me/sign-ins')).body.items[0]!.at));
  const give = (from: string) =>
    holder.post(
      '/me/delegations',
      { post: 'SNV.official', to: 'leader@SNV', from, until: daysAfter(from, 30) },
      { 'idempotency-key': randomUUID() },
    );
  const first = await give(today);
  const { body: made } = first.status === 400 ? await give(daysAfter(today, 1)) : first;
  await eventually(
    'the delegate may act in the post',
    async () => (await delegate.get('/units/SNV/queue', { 'city-post': 'SNV.official' })).status === 200,
  );
  expect((await new Client('official@SCT').ask('DELETE', `/me/delegations/${made.id}`)).status).toBe(404);
  expect((await holder.ask('DELETE', `/me/delegations/${made.id}`)).status).toBe(200);
  await eventually(
    'the delegation is over',
    async () => (await delegate.get('/units/SNV/queue', { 'city-post': 'SNV.official' })).status === 403,
  );
});

test('a file with one wrong line is refused whole, each line by its name, and nothing changes', async () => {
  const admin = new Client('admin');
  const before = await admin.get('/admin/units');
  const send = (posts: Buffer, query = '') =>
    admin.post(`/admin/directory${query}`, { posts: posts.toString('base64') });
  const wrong = await send(
    Buffer.from(
      'login,name,unit,role,from,to\nan,An,19753,official,2026-01-01,\nbinh,Bình,NOWHERE,official,2026-01-01,\n' +
        'chi,Chi,SXD,king,2026-01-01,\ndung,Dũng,SXD,official,2026-05-01,2026-01-01\n',
    ),
  );
  expect(wrong.status).toBe(400);
  expect(wrong.body.errors.map(({ field }) => field)).toEqual([
    expect.stringContaining('3'),
    expect.stringContaining('4'),
    expect.stringContaining('5'),
  ]);
  const windows = await send(
    Buffer.from('login,name,unit,role,from,to\nhue,Hu\xea,19753,official,2026-01-01,\n', 'latin1'),
  );
  expect(windows.status).toBe(400);
  expect(windows.body.errors[0]?.field).toContain('2');
  expect((await admin.get('/admin/units')).headers.get('etag')).toBe(before.headers.get('etag'));
  expect((await new Client('official@19753').get('/units/19753/queue')).status).toBe(200);
});
