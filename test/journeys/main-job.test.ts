import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../city-under-test.ts';
import { Client, nobody } from './client.ts';

const citizen = new Client('citizen');
const neighbour = new Client('citizen2');
const monitor = new Client('monitor');

/** The unit that a report went to, and its people. */
function officeOf(report: { unit: { code: string } }): { official: Client; leader: Client } {
  return {
    official: new Client(`official@${report.unit.code}`),
    leader: new Client(`leader@${report.unit.code}`),
  };
}

const timelineOf = async (who: Client, id: string): Promise<string[]> => {
  const { body } = await who.get(`/reports/${id}/timeline`);
  return body.items.map(({ type }) => type);
};

const toldOf = (who: Client, id: string, kind: string) =>
  eventually(`${who.person} is told ${kind}`, async () => {
    const { body } = await who.get('/me/inbox?limit=100');
    return body.items.find((notice) => notice.kind === kind && notice.report?.id === id);
  });

describe('a report from the photo to the rating', () => {
  let id: string;
  let official: Client;

  beforeAll(async () => {
    const photoIds = [await citizen.photo()];
    const made = await citizen.report({ photoIds });
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe(`/v1/reports/${made.body.id}`);
    expect(made.body).toMatchObject({
      status: 'assigned',
      publicStatus: 'received',
      category: 'road_damage',
    });
    expect(made.body.code).toMatch(/^[A-HJKMNP-TV-Z]{8}$/);
    ({ official } = officeOf(made.body));
    id = made.body.id;
  });

  test('the office finds it in its queue, takes it on, and solves it with a photo', async () => {
    const { code } = (await citizen.get(`/reports/${id}`)).body.unit;
    const queue = await official.get(`/units/${code}/queue?status=assigned&limit=100`);
    expect(queue.body.items.map((report) => report.id)).toContain(id);
    expect((await official.decide(id, { action: 'accept' })).body).toMatchObject({
      publicStatus: 'processing',
    });
    expect((await official.decide(id, { action: 'start' })).body).toMatchObject({ status: 'in_progress' });
    const photoIds = [await official.photo()];
    const solved = await official.decide(id, { action: 'resolve', done: 'Đã vá ổ gà', photoIds });
    expect(solved.body).toMatchObject({ status: 'resolved', publicStatus: 'done', outcome: 'fixed' });
  });

  test('its photo is public as a redirect that ends at the picture, without what the camera knew', async () => {
    const { body } = await nobody.get(`/reports/${id}`);
    const link = body.photos[0]!.small.replace('/v1', '');
    const redirect = await nobody.get(link);
    expect(redirect.status).toBe(302);
    const picture = await fetch(redirect.headers.get('location') ?? '');
    expect(picture.status).toBe(200);
    expect((await picture.arrayBuffer()).byteLength).toBeGreaterThan(1000);
  });

  test('the reporter is told of each change and rates it; the office sees the rating', async () => {
    for (const kind of ['report.submitted', 'report.accepted', 'report.started', 'report.resolved']) {
      expect((await toldOf(citizen, id, kind)).text).toMatch(/[A-Z]{8}/);
    }
    const rated = await citizen.post(`/reports/${id}/rating`, { rating: 'satisfied' });
    expect(rated.body.rating?.rating).toBe('satisfied');
    expect((await citizen.post(`/reports/${id}/rating`, { rating: 'satisfied' })).status).toBe(200);
    expect((await citizen.post(`/reports/${id}/rating`, { rating: 'acceptable' })).status).toBe(409);
    await toldOf(official, id, 'report.rated');
  });

  test('the timeline tells it all, and to the public nothing about people', async () => {
    expect(await timelineOf(nobody, id)).toEqual(['submitted', 'accepted', 'started', 'resolved', 'rated']);
    const { body } = await nobody.get(`/reports/${id}/timeline`);
    expect(JSON.stringify(body)).not.toContain('accountId');
    expect(body.items.map((entry) => entry.by)).toEqual([
      'reporter',
      'office',
      'office',
      'office',
      'reporter',
    ]);
  });
});

test('the same report sent twice is one report, as it is now', async () => {
  const key = randomUUID();
  const first = await citizen.report({}, key);
  const { official } = officeOf(first.body);
  await official.decide(first.body.id, { action: 'accept' });
  const again = await citizen.report({}, key);
  expect([again.status, again.body.id, again.body.status]).toEqual([201, first.body.id, 'accepted']);
  const other = await citizen.report({ description: 'Chuyện khác' }, key);
  expect([other.status, other.body.errors[0]?.field]).toEqual([422, 'Idempotency-Key']);
  const neighbours = await neighbour.report({}, key);
  expect(neighbours.body.id).not.toBe(first.body.id);
});

test('ten at once with one key make one report', async () => {
  const key = randomUUID();
  const made = await Promise.all(Array.from({ length: 10 }, () => citizen.report({}, key)));
  expect(made.map(({ status }) => status)).toEqual(Array(10).fill(201));
  expect(new Set(made.map(({ body }) => body.id)).size).toBe(1);
});

test('a comment sent twice, at once or later, is one comment', async () => {
  const { body } = await citizen.report({});
  const send = () =>
    citizen.post(
      `/reports/${body.id}/comments`,
      { text: 'Gần cổng trường' },
      { 'idempotency-key': 'comment-1' },
    );
  const replies = [...(await Promise.all([send(), send(), send()])), await send()];
  expect(replies.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  expect(new Set(replies.map((reply) => JSON.stringify(reply.body))).size).toBe(1);
  expect(await timelineOf(citizen, body.id)).toEqual(['submitted', 'commented']);
});

test('of two officials who act at once one is told to look again', async () => {
  const { body } = await citizen.report({});
  const { official, leader } = officeOf(body);
  const etag = (await official.get(`/reports/${body.id}`)).headers.get('etag') ?? '';
  const both = await Promise.all(
    [official, leader].map((who) =>
      who.post(`/reports/${body.id}/transitions`, { action: 'accept' }, { 'if-match': etag }),
    ),
  );
  expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
});

test('a comment does not make an official look again', async () => {
  const { body } = await citizen.report({});
  const { official } = officeOf(body);
  const etag = (await official.get(`/reports/${body.id}`)).headers.get('etag') ?? '';
  const comment = await citizen.post(`/reports/${body.id}/comments`, { text: 'Gần cổng trường' });
  expect(comment.body).toMatchObject({ type: 'commented', text: 'Gần cổng trường', by: 'reporter' });
  const accepted = await official.post(
    `/reports/${body.id}/transitions`,
    { action: 'accept' },
    { 'if-match': etag },
  );
  expect(accepted.status).toBe(200);
  expect(await timelineOf(nobody, body.id)).toEqual(['submitted', 'accepted']);
  expect(await timelineOf(citizen, body.id)).toEqual(['submitted', 'commented', 'accepted']);
});

test('without a category it waits for the monitoring centre, unseen by the public', async () => {
  const { body } = await citizen.report({ category: undefined, description: 'Cho hỏi chuyện này báo ai?' });
  expect(body).toMatchObject({ status: 'screening', category: null, unit: { code: 'IOC' } });
  expect((await nobody.get(`/reports/${body.id}`)).status).toBe(404);
  expect((await neighbour.get(`/reports/${body.id}`)).status).toBe(404);
  const queue = await monitor.get('/units/IOC/queue?status=screening&limit=100');
  expect(queue.body.items.map((report) => report.id)).toContain(body.id);
  const routed = await monitor.decide(body.id, { action: 'categorise', category: 'water_supply' });
  expect(routed.body).toMatchObject({ status: 'assigned', category: 'water_supply' });
  expect(routed.body.unit.code).not.toBe('IOC');
  expect((await nobody.get(`/reports/${body.id}`)).status).toBe(200);
});

test('"not ours" goes to whose it is, and both the reporter and the other office learn it', async () => {
  const { body } = await citizen.report({});
  const { official } = officeOf(body);
  const to = body.unit.code === 'HEPCO' ? 'SXD' : 'HEPCO';
  const returned = await official.decide(body.id, {
    action: 'return',
    unit: to,
    reason: 'Cống do đơn vị kia quản lý',
  });
  expect(returned.body).toMatchObject({ status: 'assigned', unit: { code: to } });
  await toldOf(citizen, body.id, 'report.returned');
  await toldOf(new Client(`official@${to}`), body.id, 'report.returned');
  expect((await official.decide(body.id, { action: 'accept' })).status).toBe(403);
});

test('asked and answered; withdrawn while nobody has begun', async () => {
  const { body } = await citizen.report({});
  const { official } = officeOf(body);
  await official.decide(body.id, { action: 'accept' });
  await official.decide(body.id, { action: 'ask', question: 'Trước số nhà nào?' });
  expect((await citizen.get(`/reports/${body.id}`)).body.question).toBe('Trước số nhà nào?');
  expect((await nobody.get(`/reports/${body.id}`)).body.question).toBeUndefined();
  const answered = await citizen.decide(body.id, { action: 'answer', text: 'Số 12' });
  expect(answered.body.status).toBe('in_progress');
  expect((await citizen.decide(body.id, { action: 'withdraw' })).status).toBe(409);
  const other = await citizen.report({});
  expect((await citizen.decide(other.body.id, { action: 'withdraw' })).body.status).toBe('withdrawn');
  expect((await nobody.get(`/reports/${other.body.id}`)).status).toBe(404);
  expect((await citizen.get(`/reports/${other.body.id}`)).status).toBe(200);
});
