import { createHash } from 'node:crypto';
import * as z from 'zod';
import { Day } from '../../shared/directory-record.ts';
import { Time } from '../../shared/identifiers.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** JSON with the keys of every object in order: the same whichever way an item came out of the table. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const object = z.record(z.string(), z.unknown()).safeParse(value);
  if (!object.success) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(object.data)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}

/** What an entry is known by in a seal: where it lies in the table, and the hash of all that it says. */
export interface SealedEntry {
  /** `REPORT#…/EVENT#…` */
  key: string;
  hash: string;
}

/**
 * An entry as the table has it. Its keys are hashed too, those of indexes as well: whoever took an entry out of an
 * index would hide it from searches.
 */
export function sealEntry(item: Record<string, unknown>): SealedEntry {
  return { key: `${String(item.PK)}/${String(item.SK)}`, hash: sha256(canonical(item)) };
}

/** The seal of a day: of its entries, and of the seal before. Hashes are SHA-256 in hex. */
export const Seal = z.strictObject({
  day: Day,
  count: z.number().int(),
  entries: z.string(),
  /** Hash of the seal of the day before; null for the first day that was ever sealed. */
  previous: z.string().nullable(),
  hash: z.string(),
  sealedAt: Time,
});
export type Seal = z.infer<typeof Seal>;

/** The list of a day's entries as it is kept beside the seal: a line each, in the order of their keys. */
export const listOf = (entries: readonly SealedEntry[]) =>
  [...entries]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ key, hash }) => `${key} ${hash}\n`)
    .join('');

export function readList(text: string): SealedEntry[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({
      key: line.slice(0, line.lastIndexOf(' ')),
      hash: line.slice(line.lastIndexOf(' ') + 1),
    }));
}

/** Seals a day's list behind the seal of the day before. */
export function sealDay(day: string, list: string, previous: Pick<Seal, 'hash'> | null, now: Date): Seal {
  const entries = sha256(list);
  const count = list.split('\n').length - 1;
  const before = previous?.hash ?? null;
  return {
    day,
    count,
    entries,
    previous: before,
    hash: hashOf({ day, count, entries, previous: before }),
    sealedAt: now.toISOString(),
  };
}

/** The hash that a seal must have, by what it says. When it was made is not sealed: the bucket knows. */
export function hashOf({ day, count, entries, previous }: Omit<Seal, 'hash' | 'sealedAt'>): string {
  return sha256(canonical({ day, count, entries, previous }));
}

/** What does not fit, and on which day. */
export interface Break {
  day: string;
  what: 'seal-missing' | 'seal-changed' | 'chain-broken' | 'list-changed' | 'entries-changed';
  /** Keys of entries that were changed, removed or added; at most 50. */
  entries?: string[];
}

/** Whether a seal is what it says, and follows the one before it. */
export function breaksOfChain(seal: Seal, previous: Seal | null): Break[] {
  const { day } = seal;
  if (seal.hash !== hashOf(seal)) return [{ day, what: 'seal-changed' }];
  // The first seal of all follows none; what came before the chain that is looked at is not judged.
  if (previous !== null && seal.previous !== previous.hash) return [{ day, what: 'chain-broken' }];
  return [];
}

const mostNamed = 50;

/** Whether the table still says what was sealed. */
export function breaksOfDay(seal: Seal, sealedList: string, found: readonly SealedEntry[]): Break[] {
  const { day } = seal;
  if (sha256(sealedList) !== seal.entries) return [{ day, what: 'list-changed' }];
  if (sha256(listOf(found)) === seal.entries) return [];
  const sealed = new Map(readList(sealedList).map(({ key, hash }) => [key, hash]));
  const now = new Map(found.map(({ key, hash }) => [key, hash]));
  const entries = [...new Set([...sealed.keys(), ...now.keys()])]
    .filter((key) => sealed.get(key) !== now.get(key))
    .sort();
  return [{ day, what: 'entries-changed', entries: entries.slice(0, mostNamed) }];
}

const oneDay = 86_400_000;

/** The day after (or `days` after) a day. */
export const dayAfter = (day: string, days = 1) =>
  new Date(Date.parse(day) + days * oneDay).toISOString().slice(0, 10);

/** A day of UTC can be sealed an hour after its end: what was written late in it has reached the index by then. */
export const lastCompleteDay = (now: Date) =>
  new Date(now.getTime() - oneDay - 3_600_000).toISOString().slice(0, 10);
