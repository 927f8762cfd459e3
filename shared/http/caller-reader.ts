import { timingSafeEqual } from 'node:crypto';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { Account, accountKey, SignIn, signInId, signInKey, subjectKey } from '../account-record.ts';
import { type Actor, anonymous, newcomer } from '../access/actor.ts';
import { dayOf } from '../city/calendar.ts';
import type { CityConfig, IssuerConfig } from '../city/config.ts';
import { UnitsDocument } from '../city/directory.ts';
import { readDocument, remembered } from '../city/documents.ts';
import { unitsBelow } from '../city/hierarchy.ts';
import { clientKey, hashSecret, MachineClient, readKey } from '../client-record.ts';
import type { Clock } from '../clock.ts';
import { type HeldPost, postsReader } from '../directory-reader.ts';
import { DomainError, errors } from '../errors.ts';
import type { Table } from '../table/table.ts';
import { invalidToken, type TokenFacts, tokenVerifier } from './authenticate.ts';
import { keptForAMinute } from './kept.ts';

/** Who is calling, as the city knows them. */
export interface Caller {
  actor: Actor;
  /** What their token says, where they have one. */
  token: TokenFacts | null;
  /** The machine that calls, where it is one. */
  client: MachineClient | null;
}

/** Whom a request is from, by its headers Authorization and City-Post. Throws 401, 403 or 503. */
export type Identify = (authorization: string | undefined, post: string | undefined) => Promise<Caller>;

interface Identification {
  table: Table;
  clock: Clock;
  issuers: readonly IssuerConfig[];
  city: CityConfig;
}

const Known = Account.pick({ state: true, verified: true, aliases: true });

/**
 * Makes the caller out of a token or a machine's key: verified, its sign-in registered and not ended, its account
 * there, its post held today. What the table says of somebody is read at most once a minute for each instance.
 */
export function callerReader({ table, clock, issuers, city }: Identification): Identify {
  const now = () => clock.now().getTime();
  // A signature once verified stays so: only its expiry is looked at again.
  const tokens = keptForAMinute(tokenVerifier(issuers), now);
  const get = async (Key: Record<string, string>, attributes?: string[]) => {
    const { Item } = await table.db.send(
      new GetCommand({
        TableName: table.name,
        Key,
        // Only what is asked for travels: a function that decides on access need not hold people's names.
        ...(attributes && {
          ProjectionExpression: attributes.map((_, index) => `#${index}`).join(', '),
          ExpressionAttributeNames: Object.fromEntries(attributes.map((name, index) => [`#${index}`, name])),
        }),
      }),
    );
    return Item;
  };
  const signIns = keptForAMinute(async (id) => {
    const item = await get(signInKey(id));
    // Not kept: it may be registered the next moment.
    if (item === undefined) throw new NotRegistered();
    return SignIn.parse(item);
  }, now);
  const accounts = keptForAMinute(async (id) => {
    const item = await get(accountKey(id), ['state', 'verified', 'aliases']);
    if (item === undefined) throw invalidToken();
    return Known.parse(item);
  }, now);
  const readPosts = postsReader(table);
  const posts = keptForAMinute((holder) => readPosts(holder, dayOf(clock.now())), now);
  const machines = keptForAMinute(async (id) => {
    const item = await get(clientKey(id));
    return item ? MachineClient.parse(item) : null;
  }, now);
  const units = remembered(() => readDocument(table, 'units', UnitsDocument));
  const reach = keptForAMinute(
    async (unit) => unitsBelow((await units())?.body.units ?? [], unit, dayOf(clock.now())),
    now,
  );

  return async (authorization, post) => {
    if (authorization === undefined) return { actor: anonymous, token: null, client: null };
    const bearer = /^Bearer (\S+)$/i.exec(authorization)?.[1];
    if (bearer === undefined) throw invalidToken();
    const key = readKey(bearer);
    if (key !== null) return machine(key);
    const token = await tokens(bearer);
    if (token.expiresAt < Date.now() / 1000) throw invalidToken();
    return { actor: await person(token, post), token, client: null };
  };

  async function person(token: TokenFacts, wanted: string | undefined): Promise<Actor> {
    const signIn = await signIns(signInId(token.issuer.issuer, token.session)).catch((error: unknown) => {
      if (error instanceof NotRegistered) return null;
      throw error;
    });
    if (signIn === null) return newcomer;
    const account = await accounts(signIn.accountId);
    if (signIn.endedAt || account.state === 'erased') throw new DomainError(errors.signInEnded);
    // Registered once more it belongs to the account that this one was joined into.
    if (account.state === 'joined') return newcomer;
    const { accountId } = signIn;
    const { aliases } = account;
    if (token.issuer.signsIn === 'citizens') {
      return { role: account.verified ? 'citizen' : 'unverified', accountId, unit: null, aliases };
    }
    const holder = subjectKey(token.issuer.issuer, token.subject);
    const held = [...(await posts(holder)), ...firstAdmin(token)];
    const chosen = wanted === undefined && held.length === 1 ? held[0] : held.find(({ id }) => id === wanted);
    if (chosen === undefined && wanted !== undefined) throw postNotHeld(held);
    if (chosen === undefined) return { role: 'staff', accountId, unit: null, aliases, holder };
    const { role, unit } = chosen;
    const below = role === 'leader' ? await reach(unit) : [];
    return { role, accountId, unit, below, aliases, holder };
  }

  /** Before any directory was imported somebody has to import it: the issuer's configuration says who. */
  function firstAdmin({ issuer, subject }: TokenFacts): HeldPost[] {
    if (!issuer.admins.includes(subject)) return [];
    return [{ id: 'admin', unit: city.monitoringUnit, role: 'admin', delegatedBy: null }];
  }

  async function machine({ clientId, secret }: { clientId: string; secret: string }): Promise<Caller> {
    const client = await machines(clientId);
    const at = clock.now().toISOString();
    const given = Buffer.from(hashSecret(secret));
    const good = client?.keys.some(
      ({ hash, endsAt }) =>
        (endsAt === null || endsAt > at) &&
        Buffer.byteLength(hash) === given.length &&
        timingSafeEqual(Buffer.from(hash), given),
    );
    if (client === null || good !== true || client.endedAt) throw invalidToken();
    const { id, unit, scopes } = client;
    return { actor: { role: 'client', accountId: `client:${id}`, unit, scopes }, token: null, client };
  }
}

class NotRegistered extends Error {}

function postNotHeld(held: readonly HeldPost[]): DomainError {
  const names = held.map(({ id }) => id).join(', ') || '–';
  return new DomainError(errors.forbidden, [
    {
      field: 'City-Post',
      message: {
        vi: `Bạn không giữ vị trí này. Vị trí của bạn: ${names}`,
        en: `You do not hold this post. Yours: ${names}`,
      },
    },
  ]);
}
