import { describe, expect, test } from 'vitest';
import { type Actor, anonymous, newcomer, type Role, roles, system } from '../../../shared/access/actor.ts';
import { type Action, can, grantable, mayEver, permissions } from '../../../shared/access/permissions.ts';
import type { Route } from '../../../shared/http/route.ts';
import { features } from '../../../cdk/features.ts';

const people: Record<Role, Actor> = {
  anonymous,
  newcomer,
  unverified: { role: 'unverified', accountId: 'me', unit: null, aliases: ['me before'] },
  citizen: { role: 'citizen', accountId: 'me', unit: null, aliases: ['me before'] },
  staff: { role: 'staff', accountId: 'me', unit: null },
  official: { role: 'official', accountId: 'me', unit: 'A' },
  leader: { role: 'leader', accountId: 'me', unit: 'A', below: ['A1'] },
  monitor: { role: 'monitor', accountId: 'me', unit: 'IOC' },
  auditor: { role: 'auditor', accountId: 'me', unit: 'ROOT' },
  admin: { role: 'admin', accountId: 'me', unit: 'IOC' },
  client: { role: 'client', accountId: 'client:1', unit: 'A', scopes: grantable },
  system,
};
const resources = {
  mine: { ownerId: 'me', unit: 'B', isPublic: false },
  unit: { ownerId: 'other', unit: 'A', isPublic: false },
  below: { ownerId: 'other', unit: 'A1', isPublic: false },
  public: { ownerId: 'other', unit: 'B', isPublic: true },
  hidden: { ownerId: 'other', unit: 'B', isPublic: false },
};
type Kind = keyof typeof resources;
type Row = Partial<Record<Role, readonly Kind[]>>;

const all: readonly Kind[] = ['mine', 'unit', 'below', 'public', 'hidden'];
const everybody: Row = Object.fromEntries(
  roles.filter((role) => role !== 'system' && role !== 'newcomer').map((role) => [role, all]),
);
const accounts = (kinds: readonly Kind[]): Row => ({
  unverified: kinds,
  citizen: kinds,
  staff: kinds,
  official: kinds,
  leader: kinds,
  monitor: kinds,
  auditor: kinds,
  admin: kinds,
});
const office: Row = { official: ['unit'], leader: ['unit'], monitor: all, client: ['unit'] };
const readers: Row = {
  anonymous: ['public'],
  unverified: ['mine', 'public'],
  citizen: ['mine', 'public'],
  staff: ['mine', 'public'],
  official: ['mine', 'unit', 'public'],
  leader: ['mine', 'unit', 'below', 'public'],
  monitor: all,
  auditor: ['mine', 'public'],
  admin: ['mine', 'public'],
  client: ['unit', 'public'],
};

/** What each role may do on which resource. Written out once more, so that a change shows. */
const matrix: Record<Action, Row> = {
  'categories.read': everybody,
  'units.read': everybody,
  'city.configure': { admin: all },
  'sign-ins.create': { newcomer: all, ...accounts(all) },
  'account.own': accounts(['mine']),
  'personal-data.own': accounts(['mine']),
  'directory.configure': { admin: all },
  'directory.read-officials': {
    official: ['unit'],
    leader: ['unit', 'below'],
    monitor: all,
    auditor: all,
    admin: all,
  },
  'posts.delegate': { official: ['mine'], leader: ['mine'], monitor: ['mine'] },
  'clients.configure': { admin: all },
  'audit.search': { leader: ['unit', 'below'], auditor: all },
  'audit.check': { auditor: all },
  'photos.create': {
    unverified: all,
    citizen: all,
    official: all,
    leader: all,
    monitor: all,
    client: all,
  },
  'photos.read': readers,
  'reports.create': { unverified: all, citizen: all },
  'reports.read': readers,
  'reports.list-public': everybody,
  'reports.list-own': { unverified: ['mine'], citizen: ['mine'] },
  'reports.list-queue': { official: ['unit'], leader: ['unit', 'below'], monitor: all, client: ['unit'] },
  'reports.comment': { ...office, unverified: ['mine'], citizen: ['mine'] },
  'reports.rate': { citizen: ['mine'] },
  'reports.decide': { ...office, unverified: ['mine'], citizen: ['mine'] },
  'reports.handle': office,
  'reports.categorise': { monitor: all },
  'reports.extend': { leader: ['unit'] },
  'reports.support': { citizen: ['public'] },
  'reports.own': { unverified: ['mine'], citizen: ['mine'] },
  'reports.see-office': { ...office, leader: ['unit', 'below'] },
  'reports.see-reporter': { monitor: all },
  'punctuality.read': everybody,
  'triage.configure': { admin: all },
  'inbox.read': {
    unverified: ['mine'],
    citizen: ['mine'],
    official: ['mine'],
    leader: ['mine'],
    monitor: ['mine'],
  },
};

describe('the whole table of who may do what', () => {
  const actions = Object.keys(permissions) as Action[];
  test.each(actions.flatMap((action) => roles.map((role) => [action, role] as const)))(
    '%s by %s',
    (action, role) => {
      const actor = people[role];
      const reached = (Object.keys(resources) as Kind[]).filter((kind) =>
        can(actor, action, resources[kind]),
      );
      expect(reached).toEqual(matrix[action][role] ?? []);
      expect(mayEver(actor, action)).toBe(reached.length > 0);
    },
  );
});

test('nobody in particular owns nothing: no account is not the same as the same account', () => {
  expect(can(anonymous, 'reports.rate', { ownerId: null })).toBe(false);
  expect(can({ ...people.citizen, accountId: null }, 'reports.rate', { ownerId: null })).toBe(false);
  expect(can({ ...people.official, unit: null }, 'reports.handle', { unit: null })).toBe(false);
});

test('what an account owned that was joined into another is owned by that one', () => {
  expect(can(people.citizen, 'reports.rate', { ownerId: 'me before' })).toBe(true);
});

test('a machine may do nothing that is not among its scopes, whatever its row says', () => {
  for (const action of Object.keys(permissions) as Action[]) {
    expect(mayEver({ ...people.client, scopes: [] }, action)).toBe(false);
    const withoutScopes = { ...people.client };
    delete withoutScopes.scopes;
    expect(mayEver(withoutScopes, action)).toBe(false);
  }
  expect(mayEver({ ...people.client, scopes: ['city.configure'] }, 'city.configure')).toBe(false);
});

describe('every route', () => {
  const routes = features.flatMap(({ routes }) => Object.entries<Route>(routes));
  test.each(routes)('%s asks for a permission that somebody has; a write is limited', (_, route) => {
    expect(roles.some((role) => mayEver(people[role], route.action))).toBe(true);
    if (route.method !== 'GET') expect(route.limit).toBeDefined();
  });
});
