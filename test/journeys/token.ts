import { randomUUID } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import { Person } from '../../local/people.ts';
import { readSigningKeys } from '../../local/signing-keys.ts';
import { city } from '../city-under-test.ts';

interface Wrong {
  /** Seconds from now; an hour where not given. */
  expiresIn?: number;
  issuedIn?: number;
  audience?: string;
  issuer?: string;
  /** The token's type; at+jwt where not given. */
  type?: string;
  session?: string;
}

/** A token of a person with the issuer's signature, of a session of its own, or wrong in some way. */
export async function forgedToken(login: string, wrong: Wrong = {}): Promise<string> {
  const {
    keys: [key],
  } = readSigningKeys(city.keysFile);
  const person = Person.parse(login);
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ ...person.claims, sid: wrong.session ?? randomUUID() })
    .setProtectedHeader({ alg: key.alg, typ: wrong.type ?? 'at+jwt', kid: key.kid })
    .setIssuer(wrong.issuer ?? city.issuers[person.signsIn])
    .setAudience(wrong.audience ?? 'city-api')
    .setSubject(person.name)
    .setIssuedAt(now + (wrong.issuedIn ?? -120))
    .setExpirationTime(now + (wrong.expiresIn ?? 3600))
    .sign(await importJWK(key));
}
