import type { Actor } from './access/actor.ts';
import type { Account } from './account-record.ts';
import { actorOf, type NewEntry } from './timeline.ts';

/** What happened to an account: `account.<type>`. What people do with their own data they do in no unit's name. */
export function accountEntry(
  account: Pick<Account, 'id' | 'version'>,
  type: string,
  actor: Actor,
  now: Date,
  data: Record<string, unknown> = {},
): NewEntry {
  return {
    type: `account.${type}`,
    at: now.toISOString(),
    aggregate: { type: 'account', id: account.id, version: account.version },
    actor: { ...actorOf(actor), unit: null },
    audience: 'parties',
    noteAudience: 'parties',
    note: null,
    data,
  };
}
