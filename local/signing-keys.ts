import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import * as z from 'zod';
import { localDirectory } from './run.ts';

/** Where the private keys of the local issuer lie; they are good for nothing but cities on this machine. */
export const keysFile = path.join(localDirectory, 'issuer-keys.json');

/** An RSA key as a JSON Web Key, the private part included. */
const RsaKey = z.object({
  kty: z.literal('RSA'),
  kid: z.string(),
  use: z.literal('sig'),
  alg: z.literal('RS256'),
  n: z.string(),
  e: z.string(),
  d: z.string(),
  p: z.string(),
  q: z.string(),
  dp: z.string(),
  dq: z.string(),
  qi: z.string(),
});
const Keys = z.object({ cookieSecret: z.string(), keys: z.tuple([RsaKey]) });
export type SigningKeys = z.infer<typeof Keys>;

/** The issuer's keys, made at the first start and readable by this user alone. */
export async function signingKeys(): Promise<SigningKeys> {
  if (!existsSync(keysFile)) await make();
  return readSigningKeys(keysFile);
}

export function readSigningKeys(file: string): SigningKeys {
  return Keys.parse(JSON.parse(readFileSync(file, 'utf8')));
}

async function make(): Promise<void> {
  mkdirSync(localDirectory, { recursive: true });
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const id = randomBytes(6).toString('hex');
  const key = { ...(await exportJWK(privateKey)), kid: `local-${id}`, use: 'sig', alg: 'RS256' };
  const keys = Keys.parse({ cookieSecret: randomBytes(24).toString('hex'), keys: [key] });
  const aside = `${keysFile}.${id}`;
  writeFileSync(aside, JSON.stringify(keys), { mode: 0o600 });
  try {
    linkSync(aside, keysFile); // Fails where another start was faster: its keys hold.
  } catch (error) {
    if (!existsSync(keysFile)) throw error;
  } finally {
    rmSync(aside);
  }
}
