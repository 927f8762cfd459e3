import {
  createRemoteJWKSet,
  decodeJwt,
  errors as jose,
  type JWTPayload,
  jwtVerify,
  type JWTVerifyGetKey,
} from 'jose';
import * as z from 'zod';
import type { IssuerConfig } from '../city/config.ts';
import { DomainError, errors } from '../errors.ts';

/** What a valid token says of its bearer. The identity number is read by the accounts feature alone, and kept by nobody. */
export interface TokenFacts {
  issuer: IssuerConfig;
  subject: string;
  /** The issuer's session, the same for renewed tokens. */
  session: string;
  name: string | null;
  identityNumber: string | null;
  /** Seconds since 1970; from then on it says nothing any more. */
  expiresAt: number;
}

/** Verifies a token. Throws a 401 for one that is not valid, 503 without keys to tell. */
export type VerifyToken = (token: string) => Promise<TokenFacts>;

/** Longer ones are refused unread: ours have about 1 kB. */
const longestToken = 8192;
/** Vietnam's identity numbers have 12 digits; other countries' passports are verified by no issuer yet. */
const IdentityNumber = z.string().regex(/^\d{12}$/);
const Name = z.string().trim().min(1).max(200);

const keyOptions = { timeoutDuration: 3000, cooldownDuration: 5000 };

const Discovery = z.object({ jwks_uri: z.url() });

/**
 * Verifies access tokens of the configured issuers: signature, issuer, audience, expiry, algorithm (asymmetric
 * ones only) and type (RFC 9068, so that an identity token is no key to the API). Keys are fetched once and
 * cached; a key id not seen before, as after a rotation, fetches them again, at most every five seconds.
 */
export function tokenVerifier(issuers: readonly IssuerConfig[]): VerifyToken {
  const keys = new Map<string, Promise<JWTVerifyGetKey>>();

  return async (token) => {
    if (token.length > longestToken || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) throw invalidToken();
    const config = issuers.find(({ issuer }) => issuer === issuerOf(token));
    if (config === undefined) throw invalidToken();
    return factsOf(await verified(token, config), config);
  };

  async function verified(token: string, config: IssuerConfig): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(token, await keysOf(config), {
        issuer: config.issuer,
        audience: config.audience,
        algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
        typ: 'at+jwt',
        requiredClaims: ['exp', 'iat', 'sub'],
        clockTolerance: 5,
      });
      return payload;
    } catch (error) {
      const wrongToken = error instanceof jose.JOSEError && !(error instanceof jose.JWKSTimeout);
      if (!wrongToken || isFetchFailure(error)) throw new DomainError(errors.unavailable);
      throw invalidToken();
    }
  }

  function keysOf(config: IssuerConfig): Promise<JWTVerifyGetKey> {
    const found = keys.get(config.issuer);
    if (found) return found;
    const made = jwksUriOf(config).then((uri) => createRemoteJWKSet(new URL(uri), keyOptions));
    keys.set(config.issuer, made);
    made.catch(() => keys.delete(config.issuer));
    return made;
  }
}

function factsOf(payload: JWTPayload, issuer: IssuerConfig): TokenFacts {
  const { session, identityNumber, name } = issuer.claims;
  const text = (claim: string | undefined) => {
    const value = claim === undefined ? undefined : payload[claim];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const sessionId = text(session);
  // Issued later than now: a clock that is wrong, or a token made up by somebody who has the key of another time.
  const fromTheFuture = (payload.iat ?? 0) > Date.now() / 1000 + 60;
  if (sessionId === null || !payload.sub || fromTheFuture) throw invalidToken();
  return {
    issuer,
    subject: payload.sub,
    session: sessionId,
    name: Name.safeParse(text(name)).data ?? null,
    identityNumber: IdentityNumber.safeParse(text(identityNumber)).data ?? null,
    expiresAt: payload.exp ?? 0,
  };
}

function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

async function jwksUriOf(config: IssuerConfig): Promise<string> {
  if (config.jwksUri !== undefined) return config.jwksUri;
  const address = `${config.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(address, { signal: AbortSignal.timeout(3000) });
  return Discovery.parse(await response.json()).jwks_uri;
}

/** jose says so with its most general error when the key set could not be fetched. */
function isFetchFailure(error: unknown): boolean {
  return error instanceof jose.JOSEError && error.code === 'ERR_JOSE_GENERIC';
}

/** What every caller with a token, a sign-in or a key that does not hold is told: nothing about why. */
export function invalidToken(): DomainError {
  return new DomainError(errors.unauthenticated, [], { 'www-authenticate': 'Bearer error="invalid_token"' });
}
