import { randomUUID } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import { claimsOf, type Person } from './people.ts';
import type { SigningKeys } from './signing-keys.ts';

export const audience = 'city-api';
export const lifetimeSeconds = 3600;

/** An access token like those that the issuer gives after login (RFC 9068), signed with its key. Good for an hour. */
export async function accessToken(
  person: Person,
  issuer: string,
  { keys: [key] }: SigningKeys,
): Promise<string> {
  return new SignJWT({ client_id: 'city-app', ...claimsOf(person) })
    .setProtectedHeader({ alg: key.alg, typ: 'at+jwt', kid: key.kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(person.name)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime(`${lifetimeSeconds} seconds`)
    .sign(await importJWK(key));
}
