import type * as z from 'zod';
import type { Actor } from '../../shared/access/actor.ts';
import { accountEntry } from '../../shared/account-entry.ts';
import { type Account, type Channel, subjectKey } from '../../shared/account-record.ts';
import { changeAccount, readAccount } from '../../shared/account-store.ts';
import { dayOf } from '../../shared/city/calendar.ts';
import type { CityConfig } from '../../shared/city/config.ts';
import type { Clock } from '../../shared/clock.ts';
import type { HeldPost } from '../../shared/directory-reader.ts';
import { DomainError, errors } from '../../shared/errors.ts';
import type { TokenFacts } from '../../shared/http/authenticate.ts';
import { readCursor, writeCursor } from '../../shared/http/cursor.ts';
import type { Handlers } from '../../shared/http/route.ts';
import { record } from '../../shared/timeline-store.ts';
import { codeMinutes, codeText, hashCode, isOpen, newCode } from './contact.ts';
import { accountErrors } from './errors.ts';
import type { SendMessage } from './message-client.ts';
import { registrar, signInOf } from './registration.ts';
import type { Me, routes } from './routes.ts';
import type { AccountStore } from './store.ts';

export interface AccountDependencies {
  store: AccountStore;
  /** The posts that somebody may act in on a day. */
  posts: (holder: string, day: string) => Promise<HeldPost[]>;
  /** The keyed hash of an identity number. */
  personKey: (identityNumber: string) => Promise<string>;
  send: SendMessage;
  clock: Clock;
  city: CityConfig;
}

interface Caller {
  actor: Actor;
  token: TokenFacts | null;
}

export function accountHandlers(dependencies: AccountDependencies): Handlers<typeof routes> {
  const { store, posts, personKey, send, clock, city } = dependencies;
  const register = registrar(store, personKey, clock);

  /** The caller's account; machines have none. */
  async function own({
    actor,
    token,
  }: Caller): Promise<{ account: Account; token: TokenFacts; actor: Actor }> {
    if (actor.accountId === null || token === null) throw new DomainError(errors.unauthenticated);
    const account = await readAccount(store.table, actor.accountId);
    // What is known of a caller holds for a minute: meanwhile the account may have been erased.
    if (account === null || account.state === 'erased') throw new DomainError(errors.notFound);
    return { account, token, actor };
  }

  async function meOf(account: Account, token: TokenFacts): Promise<z.input<typeof Me>> {
    const { issuer, subject } = token;
    const isOfficial = issuer.signsIn === 'officials';
    const held = isOfficial ? await posts(subjectKey(issuer.issuer, subject), dayOf(clock.now())) : [];
    const { id, verified, name, identityLast, language, contacts, eraseAt } = account;
    return {
      id,
      state: account.state === 'erasing' ? 'erasing' : 'active',
      verified,
      name,
      identityLast,
      language,
      contacts,
      posts: held.map(({ delegatedBy, ...post }) => ({ ...post, delegated: delegatedBy !== null })),
      signIn: signInOf(token),
      eraseAt,
    };
  }

  /** Changes the caller's account by a rule, again when somebody changed it meanwhile. */
  async function change(
    caller: Caller,
    type: string,
    rule: (account: Account) => Partial<Account>,
    data: Record<string, unknown> = {},
  ): Promise<z.input<typeof Me>> {
    for (let left = 3; ; left -= 1) {
      const { account, token, actor } = await own(caller);
      const now = clock.now();
      const after = {
        ...account,
        ...rule(account),
        version: account.version + 1,
        updatedAt: now.toISOString(),
      };
      try {
        await changeAccount(store.table, account, after, accountEntry(after, type, actor, now, data));
        return await meOf(after, token);
      } catch (error) {
        const meanwhile = error instanceof DomainError && error.definition === errors.changedMeanwhile;
        if (left === 0 || !meanwhile) throw error;
      }
    }
  }

  const without = (account: Account, channel: Channel) =>
    account.contacts.filter((contact) => contact.channel !== channel);

  return {
    async registerSignIn({ token, body, language }) {
      if (token === null) throw new DomainError(errors.unauthenticated);
      const account = await register(token, body.device ?? null, language);
      return { status: 200, body: await meOf(account, token) };
    },

    async listSignIns(request) {
      const { account, token } = await own(request);
      const { cursor, limit } = request.query;
      const identity = { list: 'sign-ins', accountId: account.id };
      const { signIns, next } = await store.signIns(account.id, {
        after: readCursor(identity, cursor),
        limit,
      });
      const items = signIns.map(({ id, issuer, device, at, endedAt }) => ({
        id,
        issuer,
        device,
        at,
        endedAt,
        isThis: id === signInOf(token),
      }));
      return { status: 200, body: { items, nextCursor: writeCursor(identity, next) } };
    },

    async endSignIn({ actor, token, params: { id } }) {
      const { account } = await own({ actor, token });
      const now = clock.now();
      const signIn = await store.findSignIn(id);
      if (signIn === null || signIn.accountId !== account.id) {
        // Whether it is another's or nobody's: whoever tries ids is on record.
        const refused = accountEntry(account, 'sign-in-refused', actor, now, { signIn: id });
        await record(store.table, { ...refused, about: signIn?.accountId });
        throw new DomainError(errors.notFound);
      }
      const entry = accountEntry(account, 'sign-in-ended', actor, now, { signIn: id });
      await store.endSignIn(signIn, now.toISOString(), entry);
      return { status: 204 };
    },

    async endOtherSignIns(request) {
      const { account, token, actor } = await own(request);
      const now = clock.now();
      let ended = 0;
      let after: string | undefined;
      for (;;) {
        const { signIns, next } = await store.signIns(account.id, { after, limit: 50 });
        for (const signIn of signIns) {
          if (signIn.endedAt !== null || signIn.id === signInOf(token)) continue;
          const entry = accountEntry(account, 'sign-in-ended', actor, now, { signIn: signIn.id });
          await store.endSignIn(signIn, now.toISOString(), entry);
          ended += 1;
        }
        if (next === null) return { status: 200, body: { ended } };
        after = next;
      }
    },

    async getMe(request) {
      const { account, token } = await own(request);
      return { status: 200, body: await meOf(account, token) };
    },

    async putMe({ body: { language }, ...caller }) {
      return { status: 200, body: await change(caller, 'language-chosen', () => ({ language })) };
    },

    async addContact({ body, ...caller }) {
      const { account } = await own(caller);
      const code = newCode();
      const expiresAt = new Date(Date.now() + codeMinutes * 60_000).toISOString();
      const pending = { ...body, codeHash: hashCode(account.id, code), expiresAt, attempts: 0 };
      await store.keepPending(account.id, pending);
      await send(body, codeText(code, city.name, account.language));
      return { status: 202, body: { ...body, expiresAt } };
    },

    async verifyContact({ body, params: { channel }, ...caller }) {
      const { account } = await own(caller);
      const pending = await store.attempt(account.id, channel);
      if (pending === null || !isOpen(pending, new Date())) throw new DomainError(accountErrors.codeExpired);
      if (pending.codeHash !== hashCode(account.id, body.code)) {
        throw new DomainError(accountErrors.wrongCode, [
          { field: 'code', message: { vi: 'Mã không đúng', en: 'This is not the code' } },
        ]);
      }
      const contact = { channel, address: pending.address, verifiedAt: clock.now().toISOString() };
      const add = (now: Account) => ({ contacts: [...without(now, channel), contact] });
      const me = await change(caller, 'contact-verified', add, { channel });
      await store.forgetPending(account.id, channel);
      return { status: 200, body: me };
    },

    async removeContact({ params: { channel }, ...caller }) {
      const { account } = await own(caller);
      await store.forgetPending(account.id, channel);
      if (!account.contacts.some((contact) => contact.channel === channel)) {
        throw new DomainError(errors.notFound);
      }
      const remove = (now: Account) => ({ contacts: without(now, channel) });
      return { status: 200, body: await change(caller, 'contact-removed', remove, { channel }) };
    },
  };
}
