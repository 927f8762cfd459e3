import { randomInt } from 'node:crypto';
import { monotonicFactory } from 'ulid';
import * as z from 'zod';

const nextUlid = monotonicFactory();

/** A new identifier (ULID) that sorts by the city's time `at`. */
export function newId(at: Date): string {
  return nextUlid(at.getTime());
}

/** A ULID as clients send it. */
export const Id = z
  .string()
  .regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/)
  .meta({ description: 'ULID' });

/** Crockford's alphabet without the digits: letters that are not mistaken for each other on the phone. */
const letters = 'ABCDEFGHJKMNPQRSTVWXYZ';

/** Eight random letters for people to say: 22^8, about 5.5 × 10^10 codes. */
export function newCode(): string {
  return Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('');
}

/** A report's code as people type it: any case, blanks and dashes between. */
export const Code = z
  .string()
  .max(20)
  .transform((text) => text.toUpperCase().replace(/[\s-]/g, ''))
  .pipe(z.string().regex(/^[A-HJKMNP-TV-Z]{8}$/));

/** A time as clients see it: RFC 3339 in UTC, to the millisecond. */
export const Time = z.iso.datetime({ precision: 3 }).meta({ description: 'RFC 3339, UTC' });

/** A key that a client makes for one creation and sends again with each retry of it. */
export const IdempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/)
  .meta({ description: '1 to 255 printable ASCII characters; kept 30 days' });
