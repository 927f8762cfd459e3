import { categoryCodes } from '../city/categories.ts';
import data from './data/keywords.json' with { type: 'json' };
import { wordsOf } from './normalise.ts';

/** A term as the lexicon of categories holds it. */
export interface LexiconTerm {
  category: (typeof categoryCodes)[number];
  /** Rather a place or a person of such a report than its subject. */
  isContext: boolean;
  isEnglish: boolean;
  words: readonly string[];
  plainWords: readonly string[];
}

/** All terms of the lexicon. The last line of each category is English. */
export const lexicon: readonly LexiconTerm[] = categoryCodes.flatMap((category) => {
  const lines = data.categories[category];
  return lines.flatMap((line, number) =>
    line.split(', ').map((written) => {
      const { words, plainWords } = wordsOf(written);
      return {
        category,
        isContext: written.startsWith('~'),
        isEnglish: number === lines.length - 1,
        words,
        plainWords,
      };
    }),
  );
});
