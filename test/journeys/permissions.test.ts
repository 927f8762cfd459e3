import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { features } from '../../cdk/features.ts';
import { type Actor, roles } from '../../shared/access/actor.ts';
import { grantable, mayEver } from '../../shared/access/permissions.ts';
import type { Route } from '../../shared/http/route.ts';
import { Client } from './client.ts';
import { forgedToken } from './token.ts';

/** One caller of each role; the machine has every scope that there is. */
const callers: Partial<Record<Actor['role'], Client>> = {
  anonymous: new Client(null),
  unverified: new Client('unverified'),
  citizen: new Client('citizen'),
  staff: new Client('unposted'),
  official: new Client('official@19753'),
  leader: new Client('leader@19753'),
  monitor: new Client('monitor'),
  auditor: new Client('auditor'),
  admin: new Client('admin'),
};

beforeAll(async () => {
  callers.newcomer = new Client('newcomer', await forgedToken('citizen'));
  const { body } = await new Client('admin').post(
    '/admin/clients',
    { name: 'every scope', unit: '19753', scopes: grantable },
    { 'idempotency-key': randomUUID() },
  );
  callers.client = new Client('machine', body.key);
});

/** Whose are refused by their role what others might do. */
const refusal: Partial<Record<Actor['role'], number>> = { anonymous: 401, newcomer: 401 };

/** Made from the contracts: a new route is tried with every role at once. */
describe('each route lets in the roles of its permission, and no others', () => {
  const all = features.flatMap(({ routes }) => Object.values<Route>(routes));
  test.each(all.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', async (_, route) => {
    const path = route.path
      .replace('{size}', '320')
      .replace('{code}', '19753')
      .replace('{channel}', 'email')
      .replace('{purpose}', 'none')
      .replace('{keyId}', '01KAR3R0000000000000000000')
      .replace('/sign-ins/{id}', '/sign-ins/AAAAAAAAAAAAAAAAAAAAAA')
      .replace(/\{\w+\}/g, '01KAR3R0000000000000000000');
    for (const role of roles) {
      const client = callers[role];
      if (client === undefined) continue;
      const allowed = mayEver(
        { role, accountId: 'a', unit: 'a', below: ['b'], scopes: grantable },
        route.action,
      );
      // A body that is none: whoever is let in is told so, and nothing is made. Where there is no body, whoever may
      // do it is not tried.
      if (allowed && route.method !== 'GET' && route.body === undefined) continue;
      const { status } = await client.ask(route.method, path, route.method === 'GET' ? {} : { rawBody: '{' });
      const expected = allowed ? 'let in' : (refusal[role] ?? 403);
      // A record that is not there (404) or a unit that is another's (403 from the handler) is past the door.
      const got = allowed && status !== 401 && status < 500 ? 'let in' : status;
      expect(`${role}: ${got}`).toBe(`${role}: ${expected}`);
    }
  });
});
