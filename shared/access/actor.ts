/** Who is calling, or acting by itself. Account ids are random pseudonyms: nothing can be read from one. */
export interface Actor {
  role: Role;
  /** Null for callers who are not signed in and for the system; `client:<id>` for a machine. */
  accountId: string | null;
  /** The unit acted for; those who act in a post have one, and machines of an agency. */
  unit: string | null;
  /** The units below the own one, which a leader sees too. */
  below?: readonly string[];
  /** Accounts that turned out to be the same person's: what they own is this person's own. */
  aliases?: readonly string[];
  /** By what the directory knows an official: subjectKey of their sign-in. */
  holder?: string;
  /** The actions that a machine was granted; for people their role says all. */
  scopes?: readonly string[];
}

/** The roles that a post may have (shared/directory-record.ts). */
export const postRoles = ['official', 'leader', 'monitor', 'auditor', 'admin'] as const;

/**
 * As whom one can be signed in. `newcomer` has a valid token of a sign-in that is not registered yet; `unverified`
 * and `citizen` differ by whether the national e-ID vouches for the person; `staff` is an official who acts in no
 * post; `client` is another system.
 */
export const signedInRoles = ['newcomer', 'unverified', 'citizen', 'staff', ...postRoles, 'client'] as const;
export const roles = ['anonymous', ...signedInRoles, 'system'] as const;
export type Role = (typeof roles)[number];

export const anonymous: Actor = { role: 'anonymous', accountId: null, unit: null };
export const newcomer: Actor = { role: 'newcomer', accountId: null, unit: null };
export const system: Actor = { role: 'system', accountId: null, unit: null };
