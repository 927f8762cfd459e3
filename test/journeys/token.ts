import { importJWK, SignJWT } from 'jose';
import { claimsOf, Person } from '../../local/people.ts';
import { readSigningKeys } from '../../local/signing-keys.ts';
import { city } from '../city-under-test.ts';

interface Wrong {
  /** Seconds from now; an hour where not given. */
  expiresIn?: number;
  audience?: string;
  issuer?: string;
  /** The token's type; at+jwt where not given. */
  type?: string;
}

/** A token of a person as the issuer would give it, or wrong in some way. */
export async function tokenFor(person: string, wrong: Wrong = {}): Promise<string> {
  const {
    keys: [key],
  } = readSigningKeys(city.keysFile);
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT(claimsOf(Person.parse(person)))
    .setProtectedHeader({ alg: key.alg, typ: wrong.type ?? 'at+jwt', kid: key.kid })
    .setIssuer(wrong.issuer ?? city.issuer)
    .setAudience(wrong.audience ?? 'city-api')
    .setSubject(person)
    .setIssuedAt(now - 120)
    .setExpirationTime(now + (wrong.expiresIn ?? 3600))
    .sign(await importJWK(key));
}
