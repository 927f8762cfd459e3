import { createHash } from 'node:crypto';

/**
 * The ETag of an answer: a hash of its body, behind the aggregate's version where it has one. If-None-Match
 * compares the whole, so that a change of anything shown is seen; If-Match compares the version alone, so that
 * a comment or a notice never makes an official's write stale.
 */
export function etagOf(body: string, version?: number): string {
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 16);
  return version === undefined ? `"${hash}"` : `"${version}.${hash}"`;
}

/** Does If-None-Match name this ETag? Weak and strong compare alike, `*` matches all. */
export function noneMatch(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((part) => part.trim() === '*' || part.trim().replace(/^W\//, '') === etag);
}

/** The version that an If-Match header names. One that is not ours names version -1, which nothing has. */
export function versionOf(ifMatch: string): number {
  const version = /^(?:W\/)?"(\d{1,9})\.[\w-]+"$/.exec(ifMatch.trim())?.[1];
  return version === undefined ? -1 : Number(version);
}
