import type { Account } from '../../shared/account-record.ts';

/** What a sign-in brings: whom the issuer says it is. */
export interface Arrival {
  /** subjectKey of the token. */
  subject: string;
  /** Keyed hash of the identity number; null where the issuer named none. */
  personKey: string | null;
  identityLast: string | null;
  name: string | null;
}

/** What a sign-in does to accounts: one is made or brought up to date; another may be joined into it. */
export interface Meeting {
  account: Account;
  /** As it was found; null where it is new. */
  before: Account | null;
  /** An account that turned out to be the same person's: as it was and as it is now. */
  joined: { before: Account; after: Account } | null;
}

/**
 * Finds whose sign-in it is. An identity number decides over a subject: two sign-ins of one person meet in the
 * account that had the number first, and what an account without it had comes along as an alias. A number, once
 * known, stays known when a later sign-in brings none.
 */
export function meet(
  arrival: Arrival,
  known: { bySubject: Account | null; byPerson: Account | null },
  make: () => { id: string; language: 'vi' | 'en' },
  now: Date,
): Meeting {
  const at = now.toISOString();
  const { bySubject, byPerson } = known;
  const before = byPerson ?? bySubject;
  const base = before ?? newAccount(make(), at);
  const other = byPerson !== null && bySubject !== null && byPerson.id !== bySubject.id ? bySubject : null;
  const brought = other === null ? [arrival.subject] : [arrival.subject, ...other.subjects];
  const account: Account = {
    ...base,
    verified: base.verified || arrival.personKey !== null,
    personKey: arrival.personKey ?? base.personKey ?? null,
    identityLast: arrival.identityLast ?? base.identityLast ?? null,
    name: arrival.name ?? base.name ?? null,
    subjects: [...new Set([...base.subjects, ...brought])],
    aliases: other === null ? base.aliases : [...new Set([...base.aliases, other.id, ...other.aliases])],
  };
  const same = before !== null && JSON.stringify(before) === JSON.stringify(account);
  return {
    account: same ? account : { ...account, version: (before?.version ?? 0) + 1, updatedAt: at },
    before,
    joined:
      other === null
        ? null
        : { before: other, after: { ...emptied(other, base.id), version: other.version + 1, updatedAt: at } },
  };
}

function newAccount({ id, language }: { id: string; language: 'vi' | 'en' }, at: string): Account {
  return {
    id,
    version: 0,
    state: 'active',
    verified: false,
    name: null,
    personKey: null,
    identityLast: null,
    language,
    subjects: [],
    joinedInto: null,
    aliases: [],
    contacts: [],
    consents: {},
    eraseAt: null,
    createdAt: at,
    updatedAt: at,
  };
}

/** An account without what is personal: it lives on as an alias. */
function emptied(account: Account, joinedInto: string): Account {
  return {
    ...account,
    state: 'joined',
    joinedInto,
    name: null,
    personKey: null,
    identityLast: null,
    subjects: [],
    aliases: [],
    contacts: [],
    consents: {},
    eraseAt: null,
  };
}
