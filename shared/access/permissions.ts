import type { Actor, Role } from './actor.ts';

/**
 * How far a permission reaches: everything, what is public, what the caller reported or made, what the caller's
 * unit handles, what units below it handle.
 */
export type Scope = 'any' | 'public' | 'own' | 'unit' | 'below';

/** What is acted on, as far as permission depends on it. */
export interface Resource {
  ownerId?: string | null;
  unit?: string | null;
  isPublic?: boolean;
}

const everybody = {
  anonymous: ['any'],
  unverified: ['any'],
  citizen: ['any'],
  staff: ['any'],
  official: ['any'],
  leader: ['any'],
  monitor: ['any'],
  auditor: ['any'],
  admin: ['any'],
  client: ['any'],
} as const;

/** The people who have an account, in whatever post; machines have none. */
const everyAccount = {
  unverified: ['own'],
  citizen: ['own'],
  staff: ['own'],
  official: ['own'],
  leader: ['own'],
  monitor: ['own'],
  auditor: ['own'],
  admin: ['own'],
} as const;

/** Reports and their photos: the public ones are everybody's, the others their reporter's and their office's. */
const readers = {
  anonymous: ['public'],
  unverified: ['public', 'own'],
  citizen: ['public', 'own'],
  staff: ['public', 'own'],
  official: ['public', 'unit', 'own'],
  leader: ['public', 'unit', 'below', 'own'],
  monitor: ['any'],
  auditor: ['public', 'own'],
  admin: ['public', 'own'],
  client: ['public', 'unit', 'own'],
} as const;

/** Those who work on what their office has. A leader sees what units below have, and leaves the deciding to them. */
const office = { official: ['unit'], leader: ['unit'], monitor: ['any'], client: ['unit'] } as const;

/**
 * Who may do what, in one table: action → role → how far. What is not written here is not allowed. A machine may
 * besides only what is among its scopes. An auditor reads this.
 */
export const permissions = {
  'categories.read': everybody,
  'units.read': everybody,
  'city.configure': { admin: ['any'] },

  'sign-ins.create': {
    newcomer: ['any'],
    unverified: ['any'],
    citizen: ['any'],
    staff: ['any'],
    official: ['any'],
    leader: ['any'],
    monitor: ['any'],
    auditor: ['any'],
    admin: ['any'],
  },
  'account.own': everyAccount,
  'personal-data.own': everyAccount,

  'directory.configure': { admin: ['any'] },
  'directory.read-officials': {
    official: ['unit'],
    leader: ['unit', 'below'],
    monitor: ['any'],
    auditor: ['any'],
    admin: ['any'],
  },
  'posts.delegate': { official: ['own'], leader: ['own'], monitor: ['own'] },
  'clients.configure': { admin: ['any'] },
  'audit.search': { leader: ['unit', 'below'], auditor: ['any'] },
  'audit.check': { auditor: ['any'] },

  'photos.create': {
    unverified: ['any'],
    citizen: ['any'],
    official: ['any'],
    leader: ['any'],
    monitor: ['any'],
    client: ['any'],
  },
  'photos.read': readers,

  'reports.create': { unverified: ['any'], citizen: ['any'] },
  'reports.read': readers,
  'reports.list-public': everybody,
  'reports.list-own': { unverified: ['own'], citizen: ['own'] },
  'reports.list-queue': {
    official: ['unit'],
    leader: ['unit', 'below'],
    monitor: ['any'],
    client: ['unit'],
  },
  'reports.comment': { ...office, unverified: ['own'], citizen: ['own'] },
  // One voice a person counts, so those that the e-ID vouches for.
  'reports.support': { citizen: ['public'] },
  // Ratings count in the figures of offices: one voice a person, so those that the e-ID vouches for.
  'reports.rate': { citizen: ['own'] },
  'reports.decide': { ...office, unverified: ['own'], citizen: ['own'] },
  'reports.handle': office,
  'reports.categorise': { monitor: ['any'] },
  // More time for an office is its leader's to give.
  'reports.extend': { leader: ['unit'] },
  'reports.own': { unverified: ['own'], citizen: ['own'] },
  'reports.see-office': { ...office, leader: ['unit', 'below'] },
  // Who reported is a secret of the monitoring centre; each look is recorded with its reason.
  'reports.see-reporter': { monitor: ['any'] },

  'triage.configure': { admin: ['any'] },

  // Whether offices are on time is everybody's business.
  'punctuality.read': everybody,

  'inbox.read': {
    unverified: ['own'],
    citizen: ['own'],
    official: ['own'],
    leader: ['own'],
    monitor: ['own'],
  },
} as const satisfies Record<string, Partial<Record<Role, readonly Scope[]>>>;

export type Action = keyof typeof permissions;

/** May `actor` do `action` on `resource`? Fails closed. */
export function can(actor: Actor, action: Action, resource: Resource): boolean {
  return scopes(actor, action).some((scope) => reaches(scope, actor, resource));
}

/** May `actor` do `action` on anything at all? The question asked before a resource is read. */
export function mayEver(actor: Actor, action: Action): boolean {
  return scopes(actor, action).length > 0;
}

function scopes(actor: Actor, action: Action): readonly Scope[] {
  if (actor.role === 'client' && actor.scopes?.includes(action) !== true) return [];
  const granted: Partial<Record<Role, readonly Scope[]>> = permissions[action];
  return granted[actor.role] ?? [];
}

function reaches(scope: Scope, actor: Actor, { ownerId, unit, isPublic }: Resource): boolean {
  switch (scope) {
    case 'any':
      return true;
    case 'public':
      return isPublic === true;
    case 'own':
      return typeof ownerId === 'string' && accountsOf(actor).includes(ownerId);
    case 'unit':
      return actor.unit !== null && unit === actor.unit;
    case 'below':
      return typeof unit === 'string' && actor.below?.includes(unit) === true;
  }
}

/** The account of a caller and those found to be the same person's; none for nobody. */
export function accountsOf({ accountId, aliases = [] }: Actor): string[] {
  return accountId === null ? [] : [accountId, ...aliases];
}

/** The actions that a machine can be granted at all. */
export const grantable = Object.entries(permissions)
  .filter(([, row]) => 'client' in row)
  .map(([action]) => action);
