import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { City } from '../../local/city.ts';
import type { CountingProxy } from './counting-proxy.ts';
import { Meter, type RouteFigures } from './routes.ts';

const Made = z.object({ id: z.string(), unit: z.object({ code: z.string() }) });

/** Walks through the main job once and measures each route on the way; every function was called before. */
export async function measureRoutes(city: City, proxy: CountingProxy): Promise<RouteFigures[]> {
  // Only now: what they are to call is in the environment by now.
  const handlers = {
    reports: (await import('../../functions/reports/api.ts')).handler,
    photos: (await import('../../functions/photos/api.ts')).handler,
    city: (await import('../../functions/city/api.ts')).handler,
    notifications: (await import('../../functions/notifications/api.ts')).handler,
    accounts: (await import('../../functions/accounts/api.ts')).handler,
    directory: (await import('../../functions/directory/api.ts')).handler,
    audit: (await import('../../functions/audit/api.ts')).handler,
  };
  const meter = new Meter(handlers, proxy);
  const citizen = await city.token('citizen');
  const submission = {
    description: 'Ổ gà lớn giữa đường, xe máy dễ ngã khi trời mưa. '.repeat(6),
    location: { lat: 16.4698, lng: 107.5786 },
    category: 'road_damage',
  };
  const create = (key = randomUUID()) => ({
    route: 'POST /reports',
    path: '/reports',
    token: citizen,
    headers: { 'idempotency-key': key },
    body: submission,
  });

  // Warm: tokens' keys, units, routing and boundaries are read once and remembered for a while.
  for (let index = 0; index < 25; index += 1) await meter.send('reports', create());
  const warming = {
    photos: '/photos/01KAR3R0000000000000000000',
    city: '/categories',
    notifications: '/me/inbox',
    accounts: '/me',
    directory: '/units',
  };
  for (const [feature, path] of Object.entries(warming)) {
    await meter.send(feature, { route: 'GET', path, token: citizen });
  }

  const key = randomUUID();
  const made = Made.parse(JSON.parse((await meter.measure('reports', create(key))).body));
  await meter.measure('reports', { ...create(key), note: 'sent again' });
  const unit = made.unit.code;
  const official = await city.token(`official@${unit}`);
  const one = `/reports/${made.id}`;
  const read = { token: null, route: 'GET /reports/{id}', path: one };
  const etagNow = async () => String((await meter.send('reports', read)).headers?.etag);

  await meter.measure('reports', read);
  await meter.measure('reports', {
    ...read,
    note: 'not changed (304)',
    headers: { 'if-none-match': await etagNow() },
  });
  const lists: [string, string][] = [
    ['newest', '/reports'],
    ['by unit', `/reports?unit=${unit}`],
    ['by place, 2 km', '/reports?bbox=107.57,16.46,107.59,16.48'],
    ['changed after', '/reports?updatedAfter=2026-01-01T00:00:00Z'],
  ];
  for (const [note, path] of lists)
    await meter.measure('reports', { route: 'GET /reports', note, path, token: null });
  await meter.measure('reports', { route: 'GET /me/reports', path: '/me/reports', token: citizen });
  await meter.measure('reports', {
    route: 'GET /units/{code}/queue',
    path: `/units/${unit}/queue`,
    token: official,
  });
  await meter.measure('reports', {
    route: 'POST /reports/{id}/comments',
    path: `${one}/comments`,
    token: citizen,
    body: { text: 'Gần cổng trường' },
  });
  const decide = async (command: object, note: string) =>
    meter.measure('reports', {
      route: 'POST /reports/{id}/transitions',
      note,
      path: `${one}/transitions`,
      token: official,
      headers: { 'if-match': await etagNow() },
      body: command,
    });
  await decide({ action: 'accept' }, 'accept');
  await decide({ action: 'start' }, 'start');
  await decide({ action: 'resolve', outcome: 'cannot_fix', done: 'Đường đang thi công' }, 'resolve');
  await meter.measure('reports', {
    route: 'POST /reports/{id}/rating',
    path: `${one}/rating`,
    token: citizen,
    body: { rating: 'acceptable' },
  });
  await meter.measure('reports', {
    route: 'GET /reports/{id}/timeline',
    path: `${one}/timeline`,
    token: null,
  });
  await meter.measure('notifications', { route: 'GET /me/inbox', path: '/me/inbox', token: citizen });
  const photo = await meter.measure('photos', {
    route: 'POST /photos',
    path: '/photos',
    token: citizen,
    body: { contentType: 'image/jpeg' },
  });
  const { photoId } = z.object({ photoId: z.string() }).parse(JSON.parse(photo.body));
  await meter.measure('photos', { route: 'GET /photos/{id}', path: `/photos/${photoId}`, token: citizen });
  await meter.measure('accounts', { route: 'GET /me', path: '/me', token: citizen });
  await meter.measure('accounts', {
    route: 'POST /me/sign-ins',
    note: 'sent again',
    path: '/me/sign-ins',
    token: citizen,
    body: {},
  });
  await meter.measure('accounts', { route: 'GET /me/sign-ins', path: '/me/sign-ins', token: citizen });
  const auditor = await city.token('auditor');
  const audit = { route: 'GET /audit', note: 'by unit', path: `/audit?unit=${unit}`, token: auditor };
  await meter.send('audit', audit);
  await meter.measure('audit', audit);
  await meter.measure('directory', { route: 'GET /units', path: '/units', token: null });
  await meter.measure('city', { route: 'GET /categories', path: '/categories', token: null });
  await meter.measure('city', {
    route: 'GET /admin/routing',
    path: '/admin/routing',
    token: await city.token('admin'),
  });
  return meter.figures;
}
