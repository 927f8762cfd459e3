import { createHash } from 'node:crypto';
import { invalidField } from '../errors.ts';

/**
 * The place in a list where a page ended: opaque to clients, good only for the query that made it. It holds the sort
 * key's values (a time, a public id), never a key of the table.
 */
export function writeCursor(query: unknown, position: string | null): string | null {
  if (position === null) return null;
  return Buffer.from(`${fingerprint(query)}${position}`, 'utf8').toString('base64url');
}

/** The position of a cursor; undefined without one. Throws a 400 for one that is made up or of another query. */
export function readCursor(query: unknown, cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const position = text.slice(fingerprintLength);
  const ours = text.startsWith(fingerprint(query)) && /^[\w:.#-]{1,200}$/.test(position);
  if (!ours || Buffer.from(text, 'utf8').toString('base64url') !== cursor) {
    throw invalidField('cursor', {
      vi: 'Con trỏ không hợp lệ hoặc thuộc về một truy vấn khác',
      en: 'The cursor is not valid, or belongs to another query',
    });
  }
  return position;
}

const fingerprintLength = 12;

function fingerprint(query: unknown): string {
  return createHash('sha256').update(JSON.stringify(query)).digest('base64url').slice(0, fingerprintLength);
}
