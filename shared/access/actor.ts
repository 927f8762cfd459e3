/** Who is calling, or acting by itself. Account ids are pseudonyms: a hash of issuer and subject, no personal data. */
export interface Actor {
  role: Role;
  /** Null for callers who are not signed in and for the system. */
  accountId: string | null;
  /** The unit acted for; officials, leaders and the monitoring centre have one. */
  unit: string | null;
}

export const signedInRoles = ['citizen', 'official', 'leader', 'monitor', 'admin'] as const;
export const roles = ['anonymous', ...signedInRoles, 'system'] as const;
export type Role = (typeof roles)[number];

export const anonymous: Actor = { role: 'anonymous', accountId: null, unit: null };
export const system: Actor = { role: 'system', accountId: null, unit: null };
