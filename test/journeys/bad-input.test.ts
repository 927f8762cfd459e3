import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { forgedToken } from './token.ts';
import { anyReport, Client, nobody, type Reply } from './client.ts';

const citizen = new Client('citizen');
const neighbour = new Client('citizen2');

/** Every refusal is a problem document that names the field, in the language asked for. */
function expectProblem({ status, headers, body }: Reply, expected: number, field?: string): void {
  expect([status, headers.get('content-type')]).toEqual([
    expected,
    'application/problem+json; charset=utf-8',
  ]);
  expect(body).toMatchObject({
    type: expect.stringMatching(/^\/problems\//),
    title: expect.any(String),
    status,
  });
  if (field !== undefined) expect(body.errors.map(({ field }) => field)).toContain(field);
}

const key = () => ({ 'idempotency-key': randomUUID() });

describe('a report that cannot be', () => {
  const bodies: [what: string, body: object, status: number, field: string][] = [
    ['a text of 1 MB', { description: 'a'.repeat(1024 * 1024) }, 400, 'description'],
    ['an empty text', { description: '  ' }, 400, 'description'],
    ['unknown fields', { colour: 'red' }, 400, 'colour'],
    ['coordinates as text', { location: { lat: '16.4', lng: 107.5 } }, 400, 'location.lat'],
    ['a place outside the world', { location: { lat: 96.4, lng: 107.5 } }, 400, 'location.lat'],
    ['a place outside the city', { location: { lat: 21.03, lng: 105.85 } }, 422, 'location'],
    ['a category that is none', { category: 'ghosts' }, 400, 'category'],
    [
      'six photos',
      { photoIds: Array.from({ length: 6 }, () => '01KAR3R0000000000000000000') },
      400,
      'photoIds',
    ],
    ['a photo that does not exist', { photoIds: ['01KAR3R0000000000000000000'] }, 422, 'photoIds.0'],
  ];
  test.each(bodies)('%s', async (_, body, status, field) => {
    expectProblem(await citizen.report(body), status, field);
  });

  test('no JSON, broken JSON, NaN, another content type', async () => {
    expectProblem(await citizen.ask('POST', '/reports', { rawBody: '', headers: key() }), 400, 'body');
    expectProblem(await citizen.ask('POST', '/reports', { rawBody: '{"a":', headers: key() }), 400, 'body');
    const nan = '{"description":"a","location":{"lat":NaN,"lng":107.5}}';
    expectProblem(await citizen.ask('POST', '/reports', { rawBody: nan, headers: key() }), 400, 'body');
    const headers = { ...key(), 'content-type': 'text/plain' };
    expectProblem(await citizen.ask('POST', '/reports', { rawBody: '{}', headers }), 415, 'Content-Type');
  });

  test('an idempotency key that is missing or has 300 characters', async () => {
    expectProblem(await citizen.post('/reports', anyReport), 400, 'Idempotency-Key');
    expectProblem(await citizen.report({}, 'k'.repeat(300)), 400, 'Idempotency-Key');
  });

  test("a photo that is another citizen's, not uploaded yet, or in use", async () => {
    const photoId = await neighbour.photo();
    expectProblem(await citizen.report({ photoIds: [photoId] }), 422, 'photoIds.0');
    const awaited = await citizen.post('/photos', { contentType: 'image/png' });
    expectProblem(await citizen.report({ photoIds: [awaited.body.photoId] }), 409, 'photoIds.0');
    expect((await neighbour.report({ photoIds: [photoId] })).status).toBe(201);
    expectProblem(await neighbour.report({ photoIds: [photoId] }), 409, 'photoIds.0');
    expectProblem(await neighbour.report({ photoIds: [photoId, photoId] }), 400, 'photoIds');
  });

  test('refused, it leaves nothing behind: the photo can still be used', async () => {
    const photoId = await citizen.photo();
    const reused = randomUUID();
    expectProblem(await citizen.report({ photoIds: [photoId, '01KAR3R0000000000000000000'] }, reused), 422);
    expect((await citizen.report({ photoIds: [photoId] }, reused)).status).toBe(201);
  });
});

describe('a decision that cannot be', () => {
  test('without If-Match, with an old one, from the wrong state, by the wrong person', async () => {
    const { body, headers } = await citizen.report({});
    const official = new Client(`official@${body.unit.code}`);
    const path = `/reports/${body.id}/transitions`;
    const etag = { 'if-match': headers.get('etag') ?? '' };
    expectProblem(await official.post(path, { action: 'accept' }), 428, 'If-Match');
    expectProblem(await official.post(path, { action: 'accept' }, { 'if-match': '"99.abc"' }), 412);
    expectProblem(await official.post(path, { action: 'close' }, etag), 409, 'action');
    expectProblem(await citizen.post(path, { action: 'accept' }, etag), 403);
    expectProblem(await official.post(path, { action: 'explode' }, etag), 400, 'action');
    expectProblem(await official.post(path, { action: 'return', reason: 'x' }, etag), 400, 'unit');
    expectProblem(await nobody.post(path, { action: 'accept' }, etag), 401);
  });

  test('a rating of what is not solved, or by somebody else', async () => {
    const { body } = await citizen.report({});
    expectProblem(await citizen.post(`/reports/${body.id}/rating`, { rating: 'satisfied' }), 409);
    expectProblem(await neighbour.post(`/reports/${body.id}/rating`, { rating: 'satisfied' }), 403);
    expectProblem(
      await citizen.post(`/reports/${body.id}/rating`, { rating: 'dissatisfied' }),
      400,
      'reason',
    );
  });
});

describe('a question that cannot be answered', () => {
  test.each([
    ['/reports?cursor=made-up', 'cursor'],
    ['/reports?bbox=1,2,3', 'bbox'],
    ['/reports?bbox=107.5,16.4,107.6,16.5&unit=19753', 'unit'],
    ['/reports?limit=1000', 'limit'],
    ['/reports?status=sleeping', 'status'],
    ['/reports?updatedAfter=yesterday', 'updatedAfter'],
    ['/reports?colour=red', 'colour'],
    ['/reports?limit=1&limit=2', 'limit'],
  ])('%s', async (path, field) => {
    expectProblem(await nobody.get(path), 400, field);
  });

  test('a cursor of another query', async () => {
    await citizen.report({});
    await citizen.report({});
    const { body } = await nobody.get('/reports?limit=1');
    expect(body.nextCursor).toEqual(expect.any(String));
    expectProblem(
      await nobody.get(`/reports?limit=1&category=road_damage&cursor=${body.nextCursor}`),
      400,
      'cursor',
    );
  });
});

describe('a token that is none', () => {
  const withToken = (token: string) => nobody.get('/me/reports', { authorization: `Bearer ${token}` });
  test('missing, garbage, expired, for somebody else', async () => {
    expectProblem(await nobody.get('/me/reports'), 401);
    expectProblem(await withToken('garbage'), 401);
    expectProblem(await withToken(await forgedToken('citizen', { expiresIn: -60 })), 401);
    expectProblem(await withToken(await forgedToken('citizen', { audience: 'another-api' })), 401);
    expectProblem(await withToken(await forgedToken('citizen', { type: 'JWT' })), 401);
    const [head = '', body = ''] = (await forgedToken('citizen')).split('.');
    expectProblem(await withToken(`${head}.${body}.${'A'.repeat(342)}`), 401);
    const unsigned = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url');
    expectProblem(await withToken(`${unsigned}.${body}.AAAA`), 401);
  });
});

test('a path that does not exist, by the gateway and by a function; a method that does not', async () => {
  expect((await nobody.get('/nowhere')).status).toBe(404);
  expect((await nobody.get('/nowhere')).headers.get('content-type')).toMatch(/application\/problem\+json/);
  expectProblem(await nobody.get('/reports/not-an-id'), 404);
  expectProblem(await nobody.get('/reports/01KAR3R0000000000000000000/nothing'), 404);
  const wrong = await citizen.ask('DELETE', '/reports');
  expectProblem(wrong, 405);
  expect(wrong.headers.get('allow')).toContain('POST');
});

test('problems are told in Vietnamese, and in English to those who ask for it', async () => {
  const vietnamese = await citizen.post('/reports', anyReport);
  const english = await citizen.post('/reports', anyReport, { 'accept-language': 'en' });
  expect(vietnamese.body.title).toBe('Yêu cầu không hợp lệ');
  expect(english.body).toMatchObject({
    title: 'The request is not valid',
    errors: [{ message: 'This is required' }],
  });
});
