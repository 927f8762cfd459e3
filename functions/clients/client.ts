import { randomBytes } from 'node:crypto';
import { type ClientKey, hashSecret, type MachineClient, writeKey } from '../../shared/client-record.ts';
import { DomainError, errors } from '../../shared/errors.ts';

/** A key and what is kept of it. */
export interface NewKey {
  stored: ClientKey;
  /** What the other system sends; nobody can read it again. */
  text: string;
}

/** A key with 256 random bits. */
export function newKey(clientId: string, id: string, now: Date): NewKey {
  const secret = randomBytes(32).toString('base64url');
  return {
    stored: { id, hash: hashSecret(secret), createdAt: now.toISOString(), endsAt: null },
    text: writeKey(clientId, secret),
  };
}

/** Keys that ended this long ago are forgotten. Assumed: a year, as long as somebody may ask. */
const forgottenAfterMilliseconds = 365 * 86_400_000;

/** The client with a new key; those before it end after the overlap, unless they end sooner. */
export function rotated(
  client: MachineClient,
  key: ClientKey,
  overlapHours: number,
  now: Date,
): MachineClient {
  const ends = new Date(now.getTime() + overlapHours * 3_600_000).toISOString();
  const oldest = new Date(now.getTime() - forgottenAfterMilliseconds).toISOString();
  const before = client.keys
    .filter(({ endsAt }) => endsAt === null || endsAt > oldest)
    .map((one) => ({ ...one, endsAt: one.endsAt !== null && one.endsAt < ends ? one.endsAt : ends }));
  return { ...client, version: client.version + 1, keys: [...before, key] };
}

/** The client without a key; 404 for a key that it does not have. */
export function withoutKey(client: MachineClient, keyId: string, now: Date): MachineClient {
  if (!client.keys.some(({ id }) => id === keyId)) throw new DomainError(errors.notFound);
  const at = now.toISOString();
  const keys = client.keys.map((key) =>
    key.id === keyId && (key.endsAt === null || key.endsAt > at) ? { ...key, endsAt: at } : key,
  );
  return { ...client, version: client.version + 1, keys };
}

export function ended(client: MachineClient, now: Date): MachineClient {
  const at = now.toISOString();
  return { ...client, version: client.version + 1, endedAt: client.endedAt ?? at };
}
