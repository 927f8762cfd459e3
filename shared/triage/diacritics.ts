const tones: Readonly<Record<string, string>> = {
  '\u0301': '1',
  '\u0300': '2',
  '\u0309': '3',
  '\u0303': '4',
  '\u0323': '5',
};
const toneMarks = /[\u0300\u0301\u0303\u0309\u0323]/g;

/**
 * A word with its tone as a digit at its end (hoa2), so that both ways of placing the mark are one: hoà and hòa,
 * thuỷ and thủy. Marks that make another vowel (ă, ê, ơ) stay.
 */
export function foldTones(word: string): string {
  const apart = word.normalize('NFD');
  const [tone] = apart.match(toneMarks) ?? [];
  return tone === undefined ? word : apart.replace(toneMarks, '').normalize('NFC') + (tones[tone] ?? '');
}

/** A text without tone marks and other diacritics; đ is d. */
export function withoutDiacritics(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
}
