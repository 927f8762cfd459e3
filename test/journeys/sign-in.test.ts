import { describe, expect, test } from 'vitest';
import { tokenOf } from '../../local/sign-in.ts';
import { city, eventually } from '../city-under-test.ts';
import { messageTo } from '../mailbox.ts';
import { anyReport, Client, nobody } from './client.ts';
import { forgedToken } from './token.ts';

const registered = async (client: Client, device = 'test') =>
  client.post('/me/sign-ins', { device }, { 'accept-language': 'en' });

describe('signing in by the login page', () => {
  test('a new person has to be registered once, and is then known by a pseudonym', async () => {
    const lan = new Client('citizen77', await tokenOf(city.issuers, 'citizen77'));
    const before = await lan.get('/me');
    expect([before.status, before.body.type]).toEqual([401, '/problems/sign-in-not-registered']);
    expect((await lan.get('/reports')).status).toBe(401);
    const { status, body } = await registered(lan);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      verified: true,
      name: 'Người mang tên citizen77',
      posts: [],
      language: 'en',
    });
    expect(body.identityLast).toMatch(/^\d{4}$/);
    expect(JSON.stringify(body)).not.toMatch(/\d{12}/);
    expect((await registered(lan)).body.id).toBe(body.id);
    expect((await lan.get('/me')).body.id).toBe(body.id);
  });

  test('ten registrations at once of one new person make one account', async () => {
    const clients = await Promise.all(
      Array.from({ length: 10 }, async () => new Client('citizen78', await forgedToken('citizen78'))),
    );
    const replies = await Promise.all(clients.map((client) => registered(client)));
    expect(replies.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(new Set(replies.map(({ body }) => body.id)).size).toBe(1);
  });

  test('one person of two issuers is one account, and chooses the post they act in', async () => {
    const [citizen, official] = [new Client('lan'), new Client('lan@work')];
    const [home, work] = [(await citizen.get('/me')).body, (await official.get('/me')).body];
    expect(work.id).toBe(home.id);
    expect(home.posts).toEqual([]);
    expect(work.posts.map(({ id }) => id).sort()).toEqual(['19753.official', 'SKHCN.official']);
    const unchosen = await official.get('/units/19753/queue');
    expect([unchosen.status, unchosen.body.type]).toEqual([403, '/problems/post-needed']);
    const queueAs = (post: string) => official.get('/units/19753/queue', { 'city-post': post });
    expect((await queueAs('19753.official')).status).toBe(200);
    expect((await queueAs('SKHCN.official')).status).toBe(403);
    const notHeld = await queueAs('19753.leader');
    expect([notHeld.status, notHeld.body.errors[0]?.field]).toEqual([403, 'City-Post']);
    // Signed in as a citizen the same person has no post to choose.
    expect((await citizen.get('/units/19753/queue', { 'city-post': '19753.official' })).status).toBe(403);
    // What was reported at home is one's own at work too.
    const { body } = await citizen.report({ category: undefined });
    expect((await official.get(`/reports/${body.id}`, { 'city-post': 'SKHCN.official' })).status).toBe(200);
  });

  test('no post, no access: an official without one reads what is public and no more', async () => {
    const unposted = new Client('unposted');
    expect((await unposted.get('/reports')).status).toBe(200);
    expect((await unposted.get('/units/19753/queue')).status).toBe(403);
    expect((await unposted.report({})).status).toBe(403);
  });
});

describe('sign-ins', () => {
  test('are listed with their devices; one that was ended is refused, and cannot be registered again', async () => {
    const phone = new Client('citizen79', await tokenOf(city.issuers, 'citizen79'));
    const lost = new Client('citizen79', await tokenOf(city.issuers, 'citizen79'));
    await registered(phone, 'phone');
    const { body } = await registered(lost, 'lost phone');
    const list = await phone.get('/me/sign-ins');
    expect(list.body.items.map(({ device, isThis }) => [device, isThis])).toEqual([
      ['lost phone', false],
      ['phone', true],
    ]);
    expect((await phone.ask('DELETE', `/me/sign-ins/${body.signIn}`)).status).toBe(204);
    await eventually('the ended sign-in is refused', async () => (await lost.get('/me')).status === 401);
    expect((await registered(lost)).body.type).toBe('/problems/sign-in-ended');
    expect((await phone.get('/me')).status).toBe(200);
  });

  test('all others can be ended at once', async () => {
    const clients = await Promise.all(
      [1, 2, 3].map(async () => new Client('citizen80', await forgedToken('citizen80'))),
    );
    await Promise.all(clients.map((client) => registered(client)));
    expect((await clients[0]!.ask('DELETE', '/me/sign-ins')).body).toMatchObject({ ended: 2 });
    await eventually('the others are refused', async () => (await clients[2]!.get('/me')).status === 401);
    expect((await clients[0]!.get('/me')).status).toBe(200);
  });

  test("another person's sign-in is not there, and trying is on record", async () => {
    const [owner, guesser] = [new Client('citizen81'), new Client('citizen82')];
    const id = (await owner.get('/me')).body.signIn;
    expect((await guesser.ask('DELETE', `/me/sign-ins/${id}`)).status).toBe(404);
    expect((await owner.get('/me')).status).toBe(200);
    const account = (await guesser.get('/me')).body.id;
    await eventually('the audit has it', async () => {
      const { body } = await new Client('auditor').get(`/audit?account=${account}`);
      return body.items.some(({ type }) => type === 'account.sign-in-refused');
    });
  });
});

describe('what the e-ID vouches for', () => {
  test('an unverified citizen reports, and does not rate', async () => {
    const unverified = new Client('unverified7');
    expect((await unverified.get('/me')).body).toMatchObject({ verified: false, identityLast: null });
    const { status, body } = await unverified.report({});
    expect(status).toBe(201);
    expect((await unverified.post(`/reports/${body.id}/rating`, { rating: 'satisfied' })).status).toBe(403);
  });
});

describe('addresses', () => {
  test.each([
    ['email', 'lan.le@example.com', 'lan.le@example.com'],
    ['phone', '0905 123 456', '+84905123456'],
  ])('%s: the code that was sent makes it the person’s', async (channel, address, kept) => {
    const person = new Client(`citizen9${channel.length}`);
    const asked = await person.post('/me/contacts', { channel, address });
    expect([asked.status, asked.body.address]).toEqual([202, kept]);
    const message = await eventually(`a message to ${kept}`, () => messageTo(kept));
    const code = /\b\d{6}\b/.exec(message.replaceAll(kept, ''))?.[0] ?? '';
    const say = (text: string) => person.post(`/me/contacts/${channel}/verification`, { code: text });
    const wrong = await say(code === '000000' ? '111111' : '000000');
    expect([wrong.status, wrong.body.errors[0]?.field]).toEqual([422, 'code']);
    expect((await person.get('/me')).body.contacts).toEqual([]);
    expect((await say(code)).body.contacts).toMatchObject([{ channel, address: kept }]);
    expect((await say(code)).status).toBe(409);
    expect((await person.ask('DELETE', `/me/contacts/${channel}`)).body.contacts).toEqual([]);
  });

  test('a code may be mistyped five times', async () => {
    const person = new Client('citizen96');
    await person.post('/me/contacts', { channel: 'email', address: 'minh@example.com' });
    const message = await eventually('a message', () => messageTo('minh@example.com'));
    const code = /\b\d{6}\b/.exec(message)?.[0] ?? '';
    const say = (text: string) => person.post('/me/contacts/email/verification', { code: text });
    for (let count = 0; count < 5; count += 1) await say(code === '000000' ? '111111' : '000000');
    expect((await say(code)).status).toBe(409);
  });
});

describe('limits', () => {
  test('an unverified account may not report without end; told when to go on, and what to do in an emergency', async () => {
    const unverified = new Client('unverified8');
    await unverified.get('/me');
    const replies = await Promise.all(Array.from({ length: 24 }, () => unverified.report({})));
    const refused = replies.find(({ status }) => status === 429);
    expect(refused?.body).toMatchObject({
      type: '/problems/too-many-requests',
      detail: expect.stringContaining('115'),
    });
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('people at one address are counted apart', async () => {
    const neighbour = new Client('unverified9');
    expect((await neighbour.report({})).status).toBe(201);
  });
});

describe('who reported', () => {
  test('is shown to the monitoring centre for a reason, on record, and to nobody else', async () => {
    const reporter = new Client('citizen83');
    const { body } = await reporter.report(anyReport);
    const look = (who: Client, reason = 'Xác minh tin báo khẩn cấp') =>
      who.post(`/reports/${body.id}/reporter`, { reason });
    expect((await look(new Client(`official@${body.unit.code}`))).status).toBe(403);
    expect((await look(new Client('citizen2'))).status).toBe(403);
    expect((await look(new Client('monitor'), '?')).body.errors[0]?.field).toBe('reason');
    const seen = await look(new Client('monitor'));
    expect(seen.body).toMatchObject({ name: 'Người mang tên citizen83', verified: true });
    const looks = await reporter.get('/me/data-looks');
    expect(looks.body.items).toMatchObject([
      { what: 'report.reporter-seen', role: 'monitor', unit: 'IOC', reason: 'Xác minh tin báo khẩn cấp' },
    ]);
    const seenBy = async (who: Client) => (await who.get(`/reports/${body.id}`)).body;
    expect((await seenBy(new Client('monitor'))).audience).toBe('monitor');
    expect((await seenBy(new Client(`leader@UBND`))).audience).toBe('official');
    for (const who of [nobody, new Client('citizen2'), new Client('official@HEPCO')]) {
      const shown = await seenBy(who);
      expect(shown.audience).toBe('public');
      expect(shown).not.toHaveProperty('reporter');
      expect(shown).not.toHaveProperty('office');
    }
  });

  test("guessing another's report gives a 404, and the audit has it", async () => {
    const { body } = await new Client('citizen84').report({
      category: undefined,
      description: 'Cho hỏi chuyện này báo ai?',
    });
    const guesser = new Client('citizen85');
    expect((await guesser.get(`/reports/${body.id}`)).status).toBe(404);
    const account = (await guesser.get('/me')).body.id;
    const { body: found } = await new Client('auditor').get(`/audit?account=${account}`);
    expect(found.items.map(({ type }) => type)).toContain('report.read-refused');
  });
});
