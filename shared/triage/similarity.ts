import { normalise } from './normalise.ts';

/** How many letters a shingle has: about a syllable and a half. */
const size = 5;

/**
 * The runs of letters of a text's form without marks, for comparing it with others. Texts of one person typed twice,
 * or passed on by chat, share most of them, with and without diacritics.
 */
export function shinglesOf(text: string): Set<string> {
  const plain = normalise(text).plainWords.join(' ');
  if (plain.length <= size) return new Set(plain === '' ? [] : [plain]);
  return new Set(Array.from({ length: plain.length - size + 1 }, (_, at) => plain.slice(at, at + size)));
}

/** How alike two texts are, 0 to 1: the shingles they share of those that either has (Jaccard). Empty texts are unlike. */
export function similarity(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size === 0 || other.size === 0) return 0;
  let shared = 0;
  for (const shingle of one) if (other.has(shingle)) shared += 1;
  return shared / (one.size + other.size - shared);
}
