import type * as z from 'zod';
import type { Account } from '../../shared/account-record.ts';
import type { CityConfig } from '../../shared/city/config.ts';
import type { Language } from '../../shared/http/language.ts';
import type { ConsentView } from './routes.ts';

type Purposes = CityConfig['accounts']['purposes'];

/** What the person said to a purpose; null for one that the city does not have. */
export function consentTo(
  { consents }: Pick<Account, 'consents'>,
  purposes: Purposes,
  purpose: string,
  language: Language,
): z.input<typeof ConsentView> | null {
  const text = own(purposes, purpose);
  if (text === undefined) return null;
  const said = own(consents, purpose);
  return { purpose, text: text[language], given: said?.given ?? null, since: said?.at ?? null };
}

/** The account after consent was given or withdrawn; null where it says so already. */
export function withConsent(account: Account, purpose: string, given: boolean, now: Date): Account | null {
  if (own(account.consents, purpose)?.given === given) return null;
  const at = now.toISOString();
  return {
    ...account,
    version: account.version + 1,
    updatedAt: at,
    consents: { ...account.consents, [purpose]: { given, at } },
  };
}

/** Of what clients name only what is really there: `constructor` is no purpose. */
const own = <T>(record: Record<string, T>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
