import { createHash } from 'node:crypto';
import * as z from 'zod';
import { Time } from './identifiers.ts';

/** Absent in storage, null in code. */
const optional = <S extends z.ZodType>(schema: S) => schema.nullish().transform((value) => value ?? null);

/** A key of a machine. Its secret has 256 random bits and is kept by its hash alone, so a plain one is enough. */
export const ClientKey = z.object({
  id: z.string(),
  hash: z.string(),
  createdAt: Time,
  /** From then on it is refused; null for the newest. */
  endsAt: optional(Time),
});
export type ClientKey = z.infer<typeof ClientKey>;

/** Another system that calls the API in a unit's name (PK = CLIENT#id, SK = CLIENT). The clients feature owns it. */
export const MachineClient = z.object({
  id: z.string(),
  version: z.number().int().positive(),
  name: z.string(),
  unit: z.string(),
  /** Actions of the table of permissions that it was granted. */
  scopes: z.array(z.string()),
  /** Requests that it may make a minute. */
  requestsPerMinute: z.number().int().positive(),
  keys: z.array(ClientKey),
  /** To the hour: written at most once in one. */
  lastUsedAt: optional(Time),
  endedAt: optional(Time),
  createdAt: Time,
});
export type MachineClient = z.infer<typeof MachineClient>;

export const clientKey = (id: string) => ({ PK: `CLIENT#${id}`, SK: 'CLIENT' });
/** All clients on GSI1, by id: some tens in a city. */
export const clientsPartition = 'CLIENTS';

const Key = /^city_([0-9A-HJKMNP-TV-Z]{26})_([\w-]{43})$/;

/** The client and the secret of a key; null for what is no key of ours. */
export function readKey(text: string): { clientId: string; secret: string } | null {
  const [, clientId, secret] = Key.exec(text) ?? [];
  return clientId !== undefined && secret !== undefined ? { clientId, secret } : null;
}

export const writeKey = (clientId: string, secret: string) => `city_${clientId}_${secret}`;

export const hashSecret = (secret: string) => createHash('sha256').update(secret).digest('base64url');
