import { expand } from './abbreviations.ts';
import { foldTones, withoutDiacritics } from './diacritics.ts';
import { languageOf, type Language } from './language.ts';

/** What is read of a text, in characters: more than a report of the city may have. */
const longest = 10_000;

/** A text as triage reads it, word by word. The three lists are of equal length. */
export interface NormalText {
  /** As a person may read it: one Unicode form, no control characters, one space between words. */
  clean: string;
  language: Language;
  /** Lower case, abbreviations written out. */
  shown: readonly string[];
  /** The same with both placements of a tone mark made one, for comparing. */
  words: readonly string[];
  /** The same without any diacritic. */
  plainWords: readonly string[];
}

/**
 * One Unicode form; no control characters, no characters without width, no lone surrogates; one space for any space.
 * What cannot be seen must not hide a word from the rules.
 */
export function cleanText(text: string): string {
  return text
    .slice(0, longest)
    .toWellFormed()
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Co}\p{Cn}\uFE00-\uFE0F\uFFFD]/gu, '')
    .replace(/[\p{Cc}\p{Z}]+/gu, ' ')
    .trim();
}

/** A text in the form that rules and the model read. Any string is good, also an empty one. */
export function normalise(text: string): NormalText {
  const clean = cleanText(text);
  return { clean, language: languageOf(clean), ...wordsOf(clean) };
}

/** The words of a text that is clean already, such as a term of a lexicon. */
export function wordsOf(clean: string): Pick<NormalText, 'shown' | 'words' | 'plainWords'> {
  const typed = clean.toLowerCase().match(wordPattern) ?? [];
  const shown = expand(typed.map(withoutRuns));
  const forms = shown.map(formsOf);
  return { shown, words: forms.map(({ word }) => word), plainWords: forms.map(({ plain }) => plain) };
}

/** The forms of words seen before: there are a few thousand syllables, and a text takes them again and again. */
const known = new Map<string, { word: string; plain: string }>();
const mostKnown = 20_000;

function formsOf(shown: string): { word: string; plain: string } {
  const found = known.get(shown);
  if (found) return found;
  const forms = { word: foldTones(shown), plain: withoutDiacritics(shown) };
  if (known.size < mostKnown) known.set(shown, forms);
  return forms;
}

/** Letters with what belongs to them, or digits. "p.", "x." and "đ." keep the dot that makes them abbreviations. */
const wordPattern = /(?<!\p{L})[pxqđ]\.(?=\s?\p{L})|\p{L}[\p{L}\p{M}]*|\p{N}+/gu;

/** "quáaaaa" is "quá": no word of either language has a letter three times in a row. The first marks there stay. */
const withoutRuns = (word: string) =>
  twice.test(word)
    ? word
        .normalize('NFD')
        .replace(
          /(\p{L})(\p{M}*)(?:\1(\p{M}*)){2,}/gu,
          (_, letter: string, first: string, last?: string) => letter + (first || (last ?? '')),
        )
        .normalize('NFC')
    : word;

/** Most words have no letter twice in a row, and need not be taken apart. */
const twice = /(\p{L})\1/u;
