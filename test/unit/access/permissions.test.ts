import { describe, expect, test } from 'vitest';
import { type Actor, anonymous, roles, system } from '../../../shared/access/actor.ts';
import { type Action, can, mayEver, permissions } from '../../../shared/access/permissions.ts';
import type { Route } from '../../../shared/http/route.ts';
import { features } from '../../../cdk/features.ts';

const people: Record<string, Actor> = {
  anonymous,
  citizen: { role: 'citizen', accountId: 'me', unit: null },
  official: { role: 'official', accountId: 'me', unit: 'A' },
  leader: { role: 'leader', accountId: 'me', unit: 'A' },
  monitor: { role: 'monitor', accountId: 'me', unit: 'IOC' },
  admin: { role: 'admin', accountId: 'me', unit: null },
  system,
};
const mine = { ownerId: 'me', unit: 'B', isPublic: false };
const ofMyUnit = { ownerId: 'other', unit: 'A', isPublic: false };
const open = { ownerId: 'other', unit: 'B', isPublic: true };
const hidden = { ownerId: 'other', unit: 'B', isPublic: false };

/** What each role may do on [mine, my unit's, a public one, another hidden one]. Written out, so that a change shows. */
const matrix: Record<Action, Partial<Record<string, [boolean, boolean, boolean, boolean]>>> = {
  'categories.read': everyone(),
  'units.read': everyone(),
  'city.configure': { admin: [true, true, true, true] },
  'photos.create': {
    citizen: [true, true, true, true],
    official: [true, true, true, true],
    leader: [true, true, true, true],
    monitor: [true, true, true, true],
  },
  'photos.read': readers(),
  'reports.create': { citizen: [true, true, true, true] },
  'reports.read': readers(),
  'reports.list-public': everyone(),
  'reports.list-own': { citizen: [true, false, false, false] },
  'reports.list-queue': office(),
  'reports.comment': { ...office(), citizen: [true, false, false, false] },
  'reports.rate': { citizen: [true, false, false, false] },
  'reports.decide': { ...office(), citizen: [true, false, false, false] },
  'reports.handle': office(),
  'reports.categorise': { monitor: [true, true, true, true] },
  'reports.own': { citizen: [true, false, false, false] },
  'inbox.read': {
    citizen: [true, false, false, false],
    official: [true, false, false, false],
    leader: [true, false, false, false],
    monitor: [true, false, false, false],
  },
};

function everyone(): (typeof matrix)[Action] {
  return Object.fromEntries(
    roles.filter((role) => role !== 'system').map((role) => [role, [true, true, true, true]]),
  );
}
function readers(): (typeof matrix)[Action] {
  return {
    anonymous: [false, false, true, false],
    citizen: [true, false, true, false],
    official: [true, true, true, false],
    leader: [true, true, true, false],
    monitor: [true, true, true, true],
    admin: [false, false, true, false],
  };
}
function office(): (typeof matrix)[Action] {
  return {
    official: [false, true, false, false],
    leader: [false, true, false, false],
    monitor: [true, true, true, true],
  };
}

describe('the whole table of who may do what', () => {
  const actions = Object.keys(permissions) as Action[];
  test.each(actions.flatMap((action) => roles.map((role) => [action, role] as const)))(
    '%s by %s',
    (action, role) => {
      const actor = people[role]!;
      const expected = matrix[action][role] ?? [false, false, false, false];
      expect([mine, ofMyUnit, open, hidden].map((resource) => can(actor, action, resource))).toEqual(
        expected,
      );
      expect(mayEver(actor, action)).toBe(expected.includes(true));
    },
  );
});

test('nobody in particular owns nothing: no account is not the same as the same account', () => {
  expect(can(anonymous, 'reports.rate', { ownerId: null })).toBe(false);
  expect(can({ ...people.citizen!, accountId: null }, 'reports.rate', { ownerId: null })).toBe(false);
  expect(can({ ...people.official!, unit: null }, 'reports.handle', { unit: null })).toBe(false);
});

test('every route asks for a permission that somebody has', () => {
  for (const { routes } of features) {
    for (const { action } of Object.values<Route>(routes))
      expect(roles.some((role) => mayEver(people[role]!, action))).toBe(true);
  }
});
