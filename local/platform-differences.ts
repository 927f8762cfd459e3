import type { SigningKeys } from './signing-keys.ts';

// Where cities run differs only here. The stacks, functions and tests are the same everywhere.

/** An endpoint as this machine should call it. */
export function endpointOf(given: string): string {
  // On LocalStack `localhost` would make SDKs put bucket names before it (photos.localhost), which not every
  // machine resolves; with an address they come after it. Without AWS: none.
  const url = new URL(given);
  if (url.hostname === 'localhost') url.hostname = '127.0.0.1';
  return url.href.replace(/\/$/, '');
}

/**
 * The address of the issuer's public keys where functions cannot reach the issuer on 127.0.0.1: LocalStack runs them
 * in containers. The address holds the keys itself.
 */
export function keysAddress({ keys: [{ kty, kid, use, alg, n, e }] }: SigningKeys): string {
  const set = JSON.stringify({ keys: [{ kty, kid, use, alg, n, e }] });
  return `data:application/json;base64,${Buffer.from(set).toString('base64')}`;
}
