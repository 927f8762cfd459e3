import { urgencies, type Urgency } from '../city/urgency.ts';
import data from './data/urgency-words.json' with { type: 'json' };
import { nearnessHints, nearnessTo } from './nearness.ts';
import { wordsOf, type NormalText } from './normalise.ts';

/** A phrase of the lexicon: parts that follow each other with at most `furthest` words between. */
interface Phrase {
  /** As a person wrote it down. */
  term: string;
  level: Urgency;
  isStrong: boolean;
  marked: string[][];
  plain: string[][];
}

const furthest = 4;

const phrases: Phrase[] = [
  ...phrasesOf('urgent', data.strong.urgent, true),
  ...phrasesOf('high', data.strong.high, true),
  ...phrasesOf('urgent', data.hints.urgent, false),
  ...phrasesOf('high', data.hints.high, false),
  ...phrasesOf('normal', data.hints.normal, false),
  ...phrasesOf('low', data.hints.low, false),
];

function phrasesOf(level: Urgency, themes: readonly string[], isStrong: boolean): Phrase[] {
  return themes
    .flatMap((theme) => theme.split(', '))
    .map((term) => {
      const parts = term.split(' … ').map((part) => wordsOf(part));
      return {
        term,
        level,
        isStrong,
        marked: parts.map(({ words }) => [...words]),
        plain: parts.map(({ plainWords }) => [...plainWords]),
      };
    });
}

const nearness = nearnessTo(
  urgencies.length,
  phrases.map(({ level, marked, plain }) => ({
    class: urgencies.indexOf(level),
    weight: 1,
    words: marked.flat(),
    plainWords: plain.flat(),
  })),
);

/** Phrases by their first word, so that a text is read once. */
const byFirst = new Map<string, Phrase[]>();
for (const phrase of phrases) {
  for (const first of new Set([phrase.marked[0]?.[0], phrase.plain[0]?.[0]])) {
    if (first !== undefined) byFirst.set(first, [...(byFirst.get(first) ?? []), phrase]);
  }
}

export interface UrgencyWords {
  /** The highest level that a strong phrase speaks for; null where there is none. */
  least: Urgency | null;
  /** The strong phrases found, as the lexicon writes them. */
  words: string[];
  /** What the model is told: how many phrases of each kind. */
  hints: Map<string, number>;
}

/** What a text says of its urgency by the lexicon. A phrase that is denied ("không có ai bị thương") does not count. */
export function urgencyWords(text: NormalText): UrgencyWords {
  const strong: Phrase[] = [];
  const hints = new Map<string, number>();
  text.words.forEach((word, at) => {
    for (const phrase of byFirst.get(word) ?? []) {
      if (!stands(phrase, text, at) || isDenied(text, at)) continue;
      if (phrase.isStrong && !strong.includes(phrase)) strong.push(phrase);
      const name = `${phrase.isStrong ? 'strong' : 'hint'} ${phrase.level}`;
      hints.set(name, (hints.get(name) ?? 0) + 1);
    }
  });
  const level = urgencies.find((one) => strong.some((phrase) => phrase.level === one));
  return {
    least: level ?? null,
    words: strong.filter((phrase) => phrase.level === level).map(({ term }) => term),
    hints: new Map([
      ...[...hints].map(([name, count]): [string, number] => [`urgency ${name}`, 0.4 * Math.log1p(count)]),
      ...nearnessHints('urgency near', nearness(text), urgencies),
    ]),
  };
}

function stands({ marked, plain }: Phrase, { words, plainWords }: NormalText, at: number): boolean {
  if (follow(marked, words, at)) return true;
  // Without marks only phrases of two words and more: single syllables mean too much.
  const length = plain.reduce((sum, part) => sum + part.length, 0);
  return length > 1 && follow(plain, plainWords, at) && words[at] === plainWords[at];
}

function follow(parts: readonly (readonly string[])[], words: readonly string[], at: number): boolean {
  let from = at;
  for (const [index, part] of parts.entries()) {
    const last = index === 0 ? from : from + furthest;
    let found = -1;
    for (let start = from; start <= last && found === -1; start += 1) {
      if (part.every((word, offset) => words[start + offset] === word)) found = start;
    }
    if (found === -1) return false;
    from = found + part.length;
  }
  return true;
}

const denials = new Set(['khong', 'chua', 'chang', 'not', 'never', 'khoi', 'tranh']);
const fillers = new Set([
  'co',
  'ai',
  'bi',
  'thay',
  'de',
  'phai',
  'den',
  'noi',
  'anyone',
  'nobody',
  'been',
  'yet',
]);

/** "không có ai bị …", "chưa …": a denial right before it, or with nothing but fillers between. */
function isDenied({ plainWords }: NormalText, at: number): boolean {
  for (let back = 1; back <= 4; back += 1) {
    const word = plainWords[at - back] ?? '';
    if (denials.has(word)) return true;
    if (!fillers.has(word)) return false;
  }
  return false;
}

/** The more urgent of two levels. */
export const moreUrgent = (one: Urgency, other: Urgency): Urgency =>
  urgencies.indexOf(one) <= urgencies.indexOf(other) ? one : other;
