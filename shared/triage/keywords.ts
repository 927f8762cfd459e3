import { categoryCodes } from '../city/categories.ts';
import { lexicon, type LexiconTerm } from './lexicon.ts';
import { nearnessHints, nearnessTo } from './nearness.ts';
import type { NormalText } from './normalise.ts';

/** A term of the lexicon. */
interface Term {
  /** Its words as they are compared. */
  key: string;
  length: number;
  /** The categories that it speaks for. */
  subjectOf: string[];
  /** The categories in which it is rather a place or a person than the subject. */
  contextOf: string[];
}

/** Vietnamese terms as written, those of two syllables and more without marks (one alone means too much), English ones. */
const marked = new Map<string, Term>();
const plain = new Map<string, Term>();
const english = new Map<string, Term>();
let longest = 1;

for (const { words, plainWords, isEnglish, ...what } of lexicon) {
  add(isEnglish ? english : marked, words, what);
  if (!isEnglish && words.length > 1) add(plain, plainWords, what);
  longest = Math.max(longest, words.length);
}

function add(
  terms: Map<string, Term>,
  words: readonly string[],
  { category, isContext }: Pick<LexiconTerm, 'category' | 'isContext'>,
): void {
  const key = words.join(' ');
  const term = terms.get(key) ?? { key, length: words.length, subjectOf: [], contextOf: [] };
  const list = isContext ? term.contextOf : term.subjectOf;
  if (!list.includes(category)) list.push(category);
  terms.set(key, term);
}

/** The terms in a text, each word in the longest one that it is part of. */
function termsIn(text: NormalText): { at: number; term: Term }[] {
  const found: { at: number; term: Term }[] = [];
  const language = text.language;
  const termAt = (at: number) => {
    for (let length = Math.min(longest, text.words.length - at); length > 0; length -= 1) {
      const window = text.words.slice(at, at + length).join(' ');
      const term =
        language === 'en'
          ? english.get(window)
          : // In a text without marks a syllable without them may be any of six.
            ((length > 1 || language === 'vi' ? marked.get(window) : undefined) ?? plain.get(window));
      if (term) return term;
    }
    return undefined;
  };
  for (let at = 0; at < text.words.length;) {
    const term = termAt(at);
    if (term) found.push({ at, term });
    at += term?.length ?? 1;
  }
  return found;
}

/** How near a text is to the lexicon of each category; terms that stand for context count less. */
const nearness = nearnessTo(
  categoryCodes.length,
  lexicon.map(({ category, isContext, words, plainWords }) => ({
    class: categoryCodes.indexOf(category),
    weight: isContext ? 0.4 : 1,
    words,
    plainWords,
  })),
);

const weightOf = ({ length }: Term) => (length === 1 ? 0.6 : 1);

/** How much the terms of a text speak for each category; without training. */
export function categoryScores(text: NormalText): Map<string, number> {
  const scores = new Map<string, number>();
  for (const { term } of termsIn(text)) {
    for (const one of term.subjectOf) grow(scores, one, weightOf(term) / term.subjectOf.length);
    for (const one of term.contextOf) grow(scores, one, (0.3 * weightOf(term)) / term.contextOf.length);
  }
  return scores;
}

const grow = (sums: Map<string, number>, key: string, by: number) => sums.set(key, (sums.get(key) ?? 0) + by);

/** Words before a term that make a place of it: "trước cổng trường" is where, not what. */
const locative = new Set(
  (
    'truoc gan canh sau ngay o tai cho doan dau cuoi ben vao vo tu den qua sat doi dien ngoai trong duoi tren ' +
    'near front next outside behind beside at opposite'
  ).split(' '),
);

const isWhere = ({ plainWords }: NormalText, at: number) =>
  [1, 2].some((back) => locative.has(plainWords[at - back] ?? ''));

/** What the lexicon tells the model of a text. The values were found by cross-validation. */
export function keywordHints(text: NormalText): Map<string, number> {
  const terms = termsIn(text);
  const sums = {
    amount: new Map<string, number>(),
    where: new Map<string, number>(),
    context: new Map<string, number>(),
  };
  for (const { at, term } of terms) {
    const where = isWhere(text, at);
    for (const one of term.subjectOf)
      grow(where ? sums.where : sums.amount, one, weightOf(term) / term.subjectOf.length);
    for (const one of term.contextOf) grow(sums.context, one, weightOf(term) / term.contextOf.length);
  }
  const hints = new Map(nearnessHints('near', nearness(text), categoryCodes));
  const total = [...sums.amount.values()].reduce((sum, value) => sum + value, 0);
  for (const [category, sum] of sums.amount) {
    hints.set(`amount ${category}`, 0.5 * Math.log1p(sum));
    hints.set(`share ${category}`, (0.5 * sum) / total);
  }
  for (const [category, sum] of sums.where) hints.set(`where ${category}`, 0.5 * Math.log1p(sum));
  for (const [category, sum] of sums.context) hints.set(`context ${category}`, 0.4 * Math.log1p(sum));
  for (const { term } of terms) hints.set(`term ${term.key}`, 0.5);
  const first = terms.find(({ term }) => term.subjectOf.length > 0)?.term;
  for (const one of first?.subjectOf ?? []) hints.set(`first ${one}`, 0.3 / (first?.subjectOf.length ?? 1));
  return hints;
}
