import { beforeAll, describe, expect, test } from 'vitest';
import { type Body, Client, nobody } from './client.ts';

const citizen = new Client('citizen3');

/** Walks a list to its end. */
async function walk(who: Client, path: string): Promise<Body['items']> {
  const found: Body['items'] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = await who.get(
      `${path}${path.includes('?') ? '&' : '?'}limit=3${cursor && `&cursor=${cursor}`}`,
    );
    expect(page.status).toBe(200);
    expect(page.body.items.length).toBeLessThanOrEqual(3);
    found.push(...page.body.items);
    cursor = page.body.nextCursor;
  }
  return found;
}

const ids = (reports: { id: string }[]) => reports.map(({ id }) => id);

describe('lists of reports', () => {
  const made: Body[] = [];
  let before: string;

  beforeAll(async () => {
    before = new Date(Date.parse((await citizen.report({})).body.createdAt)).toISOString();
    for (let index = 0; index < 8; index += 1) {
      const location = { lat: 16.4698 + index * 0.0005, lng: 107.5786 };
      made.push(
        (await citizen.report({ location, category: index % 2 ? 'road_damage' : 'water_supply' })).body,
      );
    }
  });

  test("a citizen's own, the newest first, page by page", async () => {
    const own = ids(await walk(citizen, '/me/reports'));
    expect(own.slice(0, made.length)).toEqual(ids(made).reverse());
    expect(new Set(own).size).toBe(own.length);
  });

  test('the newest of the city, each once, in order', async () => {
    const all = await walk(nobody, '/reports');
    const times = all.map((report) => report.createdAt);
    expect(times).toEqual([...times].sort().reverse());
    expect(ids(all)).toEqual(expect.arrayContaining(ids(made)));
    expect(new Set(ids(all)).size).toBe(all.length);
  });

  test('what changed after a time, in the order of the changes', async () => {
    const changed = await walk(nobody, `/reports?updatedAfter=${before}`);
    const times = changed.map((report) => report.updatedAt);
    expect(times).toEqual([...times].sort());
    expect(times.every((time) => time > before)).toBe(true);
    expect(ids(changed)).toEqual(expect.arrayContaining(ids(made)));
  });

  test('by place: those in the box, and no others', async () => {
    const box = '107.5784,16.4707,107.5788,16.4720';
    const found = await walk(nobody, `/reports?bbox=${box}`);
    const inside = made.filter(({ location }) => location.lat > 16.4707 && location.lat < 16.472);
    expect(ids(found)).toEqual(expect.arrayContaining(ids(inside)));
    expect(found.every(({ location }) => location.lat >= 16.4707 && location.lat <= 16.472)).toBe(true);
  });

  test('by unit, narrowed by category and status', async () => {
    const unit = made[0]!.unit.code;
    const found = await walk(nobody, `/reports?unit=${unit}&category=water_supply&status=received`);
    expect(found.length).toBeGreaterThan(0);
    for (const report of found) {
      expect(report).toMatchObject({
        unit: { code: unit },
        category: 'water_supply',
        publicStatus: 'received',
      });
    }
  });

  test('by the code that people say, however they write it', async () => {
    const { code, id } = made[0]!;
    const spoken = `${code.slice(0, 4)}-${code.slice(4)}`.toLowerCase();
    expect(ids((await nobody.get(`/reports?code=${spoken}`)).body.items)).toEqual([id]);
    expect((await nobody.get('/reports?code=AAAAAAAA')).body).toEqual({ items: [], nextCursor: null });
  });

  test('what has not changed is not sent again', async () => {
    const first = await nobody.get(`/reports/${made[0]!.id}`);
    const etag = first.headers.get('etag') ?? '';
    const again = await nobody.get(`/reports/${made[0]!.id}`, { 'if-none-match': etag });
    expect([again.status, again.body]).toEqual([304, '']);
    await new Client(`official@${made[0]!.unit.code}`).decide(made[0]!.id, { action: 'accept' });
    expect((await nobody.get(`/reports/${made[0]!.id}`, { 'if-none-match': etag })).status).toBe(200);
  });

  test('an office reads its own queue by due time, another office none of it', async () => {
    const unit = made[0]!.unit.code;
    const queue = await walk(new Client(`official@${unit}`), `/units/${unit}/queue`);
    const due = queue.map((report) => report.dueAt);
    expect(due).toEqual([...due].sort());
    expect((await new Client('official@CA').get(`/units/${unit}/queue`)).status).toBe(403);
    expect((await citizen.get(`/units/${unit}/queue`)).status).toBe(403);
    expect((await nobody.get(`/units/${unit}/queue`)).status).toBe(401);
  });
});
