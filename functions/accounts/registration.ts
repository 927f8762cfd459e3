import type { Actor } from '../../shared/access/actor.ts';
import { accountEntry } from '../../shared/account-entry.ts';
import { type Account, type SignIn, signInId, subjectKey } from '../../shared/account-record.ts';
import type { Clock } from '../../shared/clock.ts';
import type { TokenFacts } from '../../shared/http/authenticate.ts';
import type { NewEntry } from '../../shared/timeline.ts';
import { type Arrival, meet, type Meeting } from './sign-in.ts';
import { type AccountStore, MetMeanwhile, newAccountId } from './store.ts';

/** The sign-in that a token is of. */
export const signInOf = ({ issuer, session }: TokenFacts) => signInId(issuer.issuer, session);

/** How often somebody else may be faster with the same person. */
const mostAttempts = 6;

/** Registers sign-ins; `personKey` hashes an identity number. */
export function registrar(store: AccountStore, personKey: (number: string) => Promise<string>, clock: Clock) {
  /** Registers the sign-in of a token and gives its account. Registered again it is the same. */
  return async (token: TokenFacts, device: string | null, language: 'vi' | 'en'): Promise<Account> => {
    const arrival = await arrivalOf(token);
    for (let attempt = 1; ; attempt += 1) {
      const [bySubject, byPerson, found] = await Promise.all([
        store.bySubject(arrival.subject),
        arrival.personKey === null ? null : store.byPerson(arrival.personKey),
        store.findSignIn(signInOf(token)),
      ]);
      const now = clock.now();
      const make = () => ({ id: newAccountId(), language });
      const meeting = meet(arrival, { bySubject, byPerson }, make, now);
      const { account, before } = meeting;
      const isKnown = found?.accountId === account.id;
      if (isKnown && before?.version === account.version) return account;
      const at = now.toISOString();
      const signIn: SignIn = isKnown
        ? found
        : {
            id: signInOf(token),
            accountId: account.id,
            issuer: token.issuer.name,
            device,
            at,
            endedAt: null,
          };
      try {
        await store.register(meeting, signIn, entriesOf(meeting, token, now));
        return account;
      } catch (error) {
        if (attempt === mostAttempts || !(error instanceof MetMeanwhile)) throw error;
      }
    }
  };

  async function arrivalOf({ issuer, subject, name, identityNumber }: TokenFacts): Promise<Arrival> {
    return {
      subject: subjectKey(issuer.issuer, subject),
      personKey: identityNumber === null ? null : await personKey(identityNumber),
      identityLast: identityNumber?.slice(-4) ?? null,
      name,
    };
  }
}

function entriesOf({ account, before, joined }: Meeting, { issuer }: TokenFacts, now: Date): NewEntry[] {
  const role = account.verified ? 'citizen' : 'unverified';
  const actor: Actor = { role, accountId: account.id, unit: null };
  const data = { issuer: issuer.name, isNew: before === null, verified: account.verified };
  return [
    accountEntry(account, 'signed-in', actor, now, data),
    ...(joined ? [accountEntry(joined.after, 'joined', actor, now, { into: account.id })] : []),
  ];
}
