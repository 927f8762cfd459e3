import { beforeAll, describe, expect, test } from 'vitest';
import shipped from '../../shared/city/data/deadlines.json' with { type: 'json' };
import { eventually } from '../city-under-test.ts';
import { Client, nobody } from './client.ts';

// An hour is a second here. The deadlines of categories that no other test reports are made short.
const admin = new Client('admin');
const citizen = new Client('citizen');
const hours = (count: number) => ({ count, unit: 'hours' });
const ladder = [hours(0), hours(3), hours(6)];
const short = {
  ...shipped,
  rules: [
    { category: 'education', ...times({ accept: 10, resolve: 12, remindBefore: 6 }), ladder },
    { category: 'food_safety', ...times({ accept: 3, resolve: 2000, remindBefore: 1 }), ladder },
    { category: 'tourism_heritage', ...times({ accept: 500, resolve: 1000, remindBefore: 10 }), ladder },
    ...shipped.rules,
  ],
};

function times({ accept, resolve, remindBefore }: Record<'accept' | 'resolve' | 'remindBefore', number>) {
  return {
    verify: hours(accept),
    accept: hours(accept),
    resolve: hours(resolve),
    remindBefore: hours(remindBefore),
  };
}

beforeAll(async () => {
  expect((await admin.ask('PUT', '/admin/deadlines', { body: short })).status).toBe(200);
  await eventually('they are in force', async () => {
    const { body } = await citizen.report({ category: 'tourism_heritage' });
    return Date.parse(body.dueAt) - Date.parse(body.createdAt) === 1000 * 3_600_000;
  });
});

/** How often somebody was told of a report, by what of. */
async function told(who: Client, id: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  let cursor = '';
  do {
    const { body } = await who.get(`/me/inbox?limit=100${cursor}`);
    for (const notice of body.items) {
      if (notice.report?.id === id) counts[notice.kind] = (counts[notice.kind] ?? 0) + 1;
    }
    cursor = body.nextCursor === null ? '' : `&cursor=${encodeURIComponent(body.nextCursor)}`;
  } while (cursor !== '');
  return counts;
}

const storyOf = async (who: Client, id: string) => {
  const { body } = await who.get(`/reports/${id}/timeline?limit=100`);
  return body.items
    .filter(({ type }) => type !== 'triaged')
    .map(({ type, details }) => (details.level ? `${type} ${details.level}` : type));
};

test('a forgotten report: reminded of, late, three steps up, each step in the right inbox once; then solved', async () => {
  const { body } = await citizen.report({ category: 'education', description: 'Cổng trường sắp đổ' });
  const { id } = body;
  const office = body.unit.code;
  const official = new Client(`official@${office}`);
  const leader = new Client(`leader@${office}`);
  const city = new Client('leader@UBND');
  const monitor = new Client('monitor');
  expect((await official.decide(id, { action: 'accept' })).status).toBe(200);
  expect((await nobody.get(`/reports/${id}`)).body).toMatchObject({ overdue: false, dueAt: body.dueAt });

  await eventually('the city’s leaders hear of it', async () => {
    const story = await storyOf(official, id);
    return story.includes('escalated 3') && (await told(city, id))['report.escalated'] === 2;
  });
  expect(await storyOf(official, id)).toEqual([
    'submitted',
    'accepted',
    'reminded',
    'overdue',
    'escalated 1',
    'escalated 2',
    'escalated 3',
  ]);
  // That it is late everybody may know, and its reporter is told; who was reminded of it is the offices' business.
  expect((await nobody.get(`/reports/${id}`)).body).toMatchObject({
    overdue: true,
    publicStatus: 'processing',
  });
  expect(await storyOf(nobody, id)).toEqual(['submitted', 'accepted', 'overdue']);
  await eventually('everyone was told', async () => (await told(leader, id))['report.escalated'] === 3);
  expect(await told(citizen, id)).toMatchObject({ 'report.overdue': 1 });
  expect(await told(official, id)).toMatchObject({ 'report.reminded': 1, 'report.overdue': 1 });
  expect(await told(official, id)).not.toHaveProperty('report.escalated');
  expect(await told(monitor, id)).toMatchObject({ 'report.escalated': 1 });
  expect((await leader.get(`/reports/${id}`)).body.office).toMatchObject({ escalationLevel: 3 });

  const solved = await official.decide(id, { action: 'resolve', outcome: 'cannot_fix', done: 'Đã rào lại' });
  expect(solved.body).toMatchObject({ status: 'resolved', overdue: false });
  expect((await storyOf(official, id)).at(-1)).toBe('resolved');
});

test('what nobody accepts in time is escalated to the leaders of its office', async () => {
  const { body } = await citizen.report({ category: 'food_safety' });
  const official = new Client(`official@${body.unit.code}`);
  const leader = new Client(`leader@${body.unit.code}`);
  await eventually('the leader is told', async () => (await told(leader, body.id))['report.escalated']);
  expect((await leader.get(`/reports/${body.id}`)).body.office.escalationLevel).toBeGreaterThan(0);
  expect(await storyOf(official, body.id)).toContain('escalated 1');
  expect(await storyOf(citizen, body.id)).toEqual(['submitted']);
});

describe('more or less time', () => {
  test('the clock stands still for the citizen’s answer, for all to see', async () => {
    const { body } = await citizen.report({ category: 'tourism_heritage' });
    const official = new Client(`official@${body.unit.code}`);
    await official.decide(body.id, { action: 'accept' });
    await official.decide(body.id, { action: 'ask', question: 'Ở cửa nào của Đại Nội?' });
    expect((await nobody.get(`/reports/${body.id}`)).body).toMatchObject({ paused: true, overdue: false });
    const answered = await citizen.decide(body.id, { action: 'answer', text: 'Cửa Hiển Nhơn' });
    expect(answered.body).toMatchObject({ paused: false, status: 'in_progress' });
    expect(answered.body.dueAt > body.dueAt).toBe(true);
  });

  test('more time is the leader’s to give, once, and not without end', async () => {
    const { body } = await citizen.report({ category: 'tourism_heritage' });
    const official = new Client(`official@${body.unit.code}`);
    const leader = new Client(`leader@${body.unit.code}`);
    await official.decide(body.id, { action: 'accept' });
    const ask = (duration: object) =>
      official.decide(body.id, { action: 'ask-extension', duration, reason: 'Chờ thợ nề lành nghề' });
    const tooLong = await ask(hours(1000));
    expect([tooLong.status, tooLong.body.errors[0]?.field]).toEqual([400, 'duration']);
    expect((await ask(hours(24))).body.office.extension).toMatchObject({ state: 'asked' });
    expect((await official.decide(body.id, { action: 'grant-extension' })).status).toBe(403);
    await eventually(
      'the leader is asked',
      async () => (await told(leader, body.id))['report.extension-asked'],
    );
    const granted = await leader.decide(body.id, { action: 'grant-extension' });
    expect(Date.parse(granted.body.dueAt) - Date.parse(body.dueAt)).toBe(24 * 3_600_000);
    expect((await ask(hours(24))).status).toBe(409);
    await eventually('its reporter is told', async () => (await told(citizen, body.id))['report.extended']);
  });

  test('what has become urgent has four hours by the clock on the wall, whatever it had before', async () => {
    const { body } = await citizen.report({ category: 'tourism_heritage' });
    const monitor = new Client('monitor');
    const urgent = await monitor.decide(body.id, {
      action: 'categorise',
      category: 'public_security',
      urgency: 'urgent',
    });
    expect(urgent.body).toMatchObject({ urgency: 'urgent' });
    expect(Date.parse(urgent.body.dueAt) - Date.parse(urgent.body.updatedAt)).toBe(4 * 3_600_000);
  });
});

describe('deadlines that cannot be are refused by the field, and the old ones stay', () => {
  const rule = short.rules[0]!;
  const withRule = (change: object) => ({ ...short, rules: [{ ...rule, ...change }, ...shipped.rules] });
  test.each<[string, object]>([
    ['rules.0.resolve.count', withRule({ resolve: hours(-4) })],
    ['rules.0.resolve.count', withRule({ resolve: hours(1e6) })],
    ['rules.0.resolve.unit', withRule({ resolve: { count: 4, unit: 'fortnights' } })],
    ['rules.0.remindBefore', withRule({ remindBefore: hours(13) })],
    ['rules.0.ladder.2', withRule({ ladder: [hours(0), hours(6), hours(3)] })],
    ['rules.0.category', withRule({ category: 'potholes' })],
    ['rules.1', { ...short, rules: [rule, rule, ...shipped.rules] }],
    ['rules.0', { ...short, rules: [rule] }],
    ['closeAfter', { ...short, closeAfter: undefined }],
  ])('%s', async (field, body) => {
    const before = await admin.get('/admin/deadlines');
    const refused = await admin.ask('PUT', '/admin/deadlines', { body });
    expect([refused.status, refused.body.errors.map((one) => one.field)]).toEqual([
      400,
      expect.arrayContaining([field]),
    ]);
    expect((await admin.get('/admin/deadlines')).body).toEqual(before.body);
  });
});
