import { describe, expect, test } from 'vitest';
import { features } from '../../cdk/features.ts';
import type { Actor } from '../../shared/access/actor.ts';
import { mayEver } from '../../shared/access/permissions.ts';
import type { Route } from '../../shared/http/route.ts';
import { Client } from './client.ts';

/** One caller of each role. */
const callers: [Actor['role'], Client][] = [
  ['anonymous', new Client(null)],
  ['citizen', new Client('citizen')],
  ['official', new Client('official@19753')],
  ['leader', new Client('leader@19753')],
  ['monitor', new Client('monitor')],
  ['admin', new Client('admin')],
];

/** Made from the contracts: a new route is tried with every role at once. */
describe('each route lets in the roles of its permission, and no others', () => {
  const all = features.flatMap(({ routes }) => Object.values<Route>(routes));
  test.each(all.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', async (_, route) => {
    const path = route.path
      .replace('{size}', '320')
      .replace('{code}', '19753')
      .replace(/\{\w+\}/g, '01KAR3R0000000000000000000');
    for (const [role, client] of callers) {
      // A body that is none: whoever is let in is told so, and nothing is made.
      const { status } = await client.ask(route.method, path, route.method === 'GET' ? {} : { rawBody: '{' });
      const allowed = mayEver({ role, accountId: 'a', unit: 'a' }, route.action);
      const expected = allowed ? 'let in' : role === 'anonymous' ? 401 : 403;
      expect(`${role}: ${allowed && status !== 401 && status < 500 ? 'let in' : status}`).toBe(
        `${role}: ${expected}`,
      );
    }
  });
});
