import { createHash } from 'node:crypto';
import { createRemoteJWKSet, decodeJwt, errors as jose, jwtVerify, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod';
import { type Actor, anonymous, signedInRoles } from '../access/actor.ts';
import type { IssuerConfig } from '../city/config.ts';
import { DomainError, errors } from '../errors.ts';

/** Turns an Authorization header into the caller. Throws a 401 for a token that is not valid, 503 without keys to tell. */
export type Authenticate = (authorization: string | undefined) => Promise<Actor>;

/** Longer ones are refused unread: ours have about 1 kB. */
const longestToken = 8192;

const Discovery = z.object({ jwks_uri: z.url() });

/**
 * Verifies access tokens of the configured issuers: signature, issuer, audience, expiry, algorithm (asymmetric
 * ones only) and type (RFC 9068, so that an identity token is no key to the API). Keys are fetched once and
 * cached; a key id not seen before fetches them again, at most every 30 seconds.
 */
export function authenticator(issuers: readonly IssuerConfig[]): Authenticate {
  const keys = new Map<string, Promise<JWTVerifyGetKey>>();

  return async (authorization) => {
    if (authorization === undefined) return anonymous;
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1];
    if (token === undefined || token.length > longestToken) throw unauthenticated();
    const config = issuers.find(({ issuer }) => issuer === issuerOf(token));
    if (config === undefined) throw unauthenticated();
    const payload = await verified(token, config);
    const role = z.enum(signedInRoles).safeParse(payload[config.claims.role]);
    const unit = z.string().min(1).nullish().safeParse(payload[config.claims.unit]);
    if (!role.success || !unit.success || payload.sub === undefined) throw unauthenticated();
    return { role: role.data, accountId: accountIdOf(config.issuer, payload.sub), unit: unit.data ?? null };
  };

  async function verified(token: string, config: IssuerConfig) {
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
      throw unauthenticated();
    }
  }

  function keysOf(config: IssuerConfig): Promise<JWTVerifyGetKey> {
    const found = keys.get(config.issuer);
    if (found) return found;
    const made = jwksUriOf(config).then((uri) => createRemoteJWKSet(new URL(uri), { timeoutDuration: 3000 }));
    keys.set(config.issuer, made);
    made.catch(() => keys.delete(config.issuer));
    return made;
  }
}

/** The pseudonym of a person: stable for an issuer's subject, and nothing can be read from it. */
export function accountIdOf(issuer: string, subject: string): string {
  return createHash('sha256').update(`${issuer}\n${subject}`).digest('base64url').slice(0, 22);
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

function unauthenticated(): DomainError {
  return new DomainError(errors.unauthenticated, [], { 'www-authenticate': 'Bearer error="invalid_token"' });
}
