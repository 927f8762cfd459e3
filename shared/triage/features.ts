import { keywordHints } from './keywords.ts';
import type { NormalText } from './normalise.ts';
import { scopeHints } from './scope.ts';
import { urgencyWords } from './urgency.ts';

/** What stands in a text, by kind, as the model is told: hashes and how often, and hints with a value of their own. */
export interface Features {
  kinds: { weight: number; counts: Map<number, number> }[];
  hints: Map<number, number>;
}

/** How much each kind weighs when it is scaled to one length. Found by cross-validation. */
const weights = { words: 1, marked: 0.7, letters: 0.8 };

/** Hashes have this many bits: among some 20,000 features in use fewer than one in 200 shares its hash. */
const hashBits = 22;

/**
 * The features of a text: one to three words in a row without marks, one and two with them, runs of 3 to 5 letters of
 * the form without marks, and what the lexicons say. What has no marks is what texts typed without them share with
 * the others.
 */
export function featuresOf(text: NormalText): Features {
  const words = text.words.map(numberless);
  const plain = text.plainWords.map(numberless);
  const hints = new Map<number, number>();
  for (const source of [keywordHints(text), urgencyWords(text).hints, scopeHints(text)]) {
    for (const [name, value] of source) hints.set(hash(`h ${name}`), value);
  }
  return {
    kinds: [
      { weight: weights.words, counts: runsOfWords(plain) },
      { weight: weights.marked, counts: markedWords(words, plain) },
      { weight: weights.letters, counts: runsOfLetters(plain.join(' ')) },
    ],
    hints,
  };
}

/** The features that one word and it with the next one make, for saying which words an answer rests on. */
export function featuresOfWord(text: NormalText, at: number): { word: string; ids: number[] }[] {
  const run = (length: number) => {
    const [words, plain] = [text.words, text.plainWords].map((list) =>
      list
        .slice(at, at + length)
        .map(numberless)
        .join(' '),
    );
    return {
      word: text.shown.slice(at, at + length).join(' '),
      ids: words === plain ? [hash(`w ${plain}`)] : [hash(`w ${plain}`), hash(`m ${words}`)],
    };
  };
  return at + 1 < text.words.length ? [run(1), run(2)] : [run(1)];
}

/** Which number it is says little; that there is one of so many digits may. */
const numberless = (word: string) => (/^\p{N}/u.test(word) ? '0'.repeat(Math.min(5, word.length)) : word);

function count(counts: Map<number, number>, feature: string): void {
  const id = hash(feature);
  counts.set(id, (counts.get(id) ?? 0) + 1);
}

function runsOfWords(words: readonly string[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (let length = 1; length <= 3; length += 1) {
    for (let at = 0; at + length <= words.length; at += 1) {
      count(counts, `w ${words.slice(at, at + length).join(' ')}`);
    }
  }
  return counts;
}

/** Words and pairs whose marks say more than the form without them. */
function markedWords(words: readonly string[], plain: readonly string[]): Map<number, number> {
  const counts = new Map<number, number>();
  words.forEach((word, at) => {
    const next = words[at + 1];
    if (word !== plain[at]) count(counts, `m ${word}`);
    if (next !== undefined && (word !== plain[at] || next !== plain[at + 1]))
      count(counts, `m ${word} ${next}`);
  });
  return counts;
}

function runsOfLetters(plain: string): Map<number, number> {
  const counts = new Map<number, number>();
  const padded = ` ${plain} `;
  for (let length = 3; length <= 5; length += 1) {
    for (let at = 0; at + length <= padded.length; at += 1)
      count(counts, `c ${padded.slice(at, at + length)}`);
  }
  return counts;
}

/** FNV-1a over UTF-16 units with a last mixing, cut to `hashBits` bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value ^= value >>> 15;
  value = Math.imul(value, 0x2c1b3c6d);
  value ^= value >>> 12;
  return (value >>> 0) & ((1 << hashBits) - 1);
}
