import { createHash } from 'node:crypto';
import { withoutDiacritics } from './diacritics.ts';
import { cleanText } from './normalise.ts';

export const parts = ['train', 'calibration', 'held-out'] as const;
export type Part = (typeof parts)[number];

/**
 * The part that an example belongs to, 70 : 15 : 15, by a hash of what its variants share: their group, or the text
 * in small letters without diacritics and punctuation. So a text and its variants never stand on both sides, and
 * neither new examples nor a longer list of abbreviations move an old one.
 */
export function partOf({ text, group }: { text: string; group?: string | undefined }): Part {
  const key = group ?? withoutDiacritics(cleanText(text).toLowerCase()).replace(/[^a-z0-9]+/g, ' ');
  const share = createHash('sha256').update(key).digest().readUInt32BE(0) / 2 ** 32;
  if (share < 0.7) return 'train';
  return share < 0.85 ? 'calibration' : 'held-out';
}
