import type { Actor, Role } from './actor.ts';

/** How far a permission reaches: everything, what is public, what the caller reported or made, what the caller's unit handles. */
export type Scope = 'any' | 'public' | 'own' | 'unit';

/** What is acted on, as far as permission depends on it. */
export interface Resource {
  ownerId?: string | null;
  unit?: string | null;
  isPublic?: boolean;
}

/**
 * Who may do what, in one table: action → role → how far. What is not written here is not allowed.
 * An auditor reads this.
 */
export const permissions = {
  'categories.read': everyone('any'),
  'units.read': everyone('any'),
  'city.configure': { admin: ['any'] },

  'photos.create': { citizen: ['any'], official: ['any'], leader: ['any'], monitor: ['any'] },
  'photos.read': readers(),

  'reports.create': { citizen: ['any'] },
  'reports.read': readers(),
  'reports.list-public': everyone('any'),
  'reports.list-own': { citizen: ['own'] },
  'reports.list-queue': { official: ['unit'], leader: ['unit'], monitor: ['any'] },
  'reports.comment': { citizen: ['own'], official: ['unit'], leader: ['unit'], monitor: ['any'] },
  'reports.rate': { citizen: ['own'] },
  'reports.decide': { citizen: ['own'], official: ['unit'], leader: ['unit'], monitor: ['any'] },
  'reports.handle': { official: ['unit'], leader: ['unit'], monitor: ['any'] },
  'reports.categorise': { monitor: ['any'] },
  'reports.own': { citizen: ['own'] },

  'inbox.read': { citizen: ['own'], official: ['own'], leader: ['own'], monitor: ['own'] },
} as const satisfies Record<string, Partial<Record<Role, readonly Scope[]>>>;

export type Action = keyof typeof permissions;

/** May `actor` do `action` on `resource`? Fails closed. */
export function can(actor: Actor, action: Action, resource: Resource): boolean {
  return scopes(actor.role, action).some((scope) => reaches(scope, actor, resource));
}

/** May `actor` do `action` on anything at all? The question asked before a resource is read. */
export function mayEver(actor: Actor, action: Action): boolean {
  return scopes(actor.role, action).length > 0;
}

function scopes(role: Role, action: Action): readonly Scope[] {
  const granted: Partial<Record<Role, readonly Scope[]>> = permissions[action];
  return granted[role] ?? [];
}

function reaches(scope: Scope, actor: Actor, resource: Resource): boolean {
  switch (scope) {
    case 'any':
      return true;
    case 'public':
      return resource.isPublic === true;
    case 'own':
      return actor.accountId !== null && resource.ownerId === actor.accountId;
    case 'unit':
      return actor.unit !== null && resource.unit === actor.unit;
  }
}

function everyone(scope: Scope) {
  const all = [scope];
  return { anonymous: all, citizen: all, official: all, leader: all, monitor: all, admin: all } as const;
}

/** Reports and their photos: the public ones are everybody's, the others their reporter's and their unit's. */
function readers() {
  return {
    anonymous: ['public'],
    citizen: ['public', 'own'],
    official: ['public', 'unit', 'own'],
    leader: ['public', 'unit', 'own'],
    monitor: ['any'],
    admin: ['public'],
  } as const satisfies Partial<Record<Role, readonly Scope[]>>;
}
