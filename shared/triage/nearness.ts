import type { NormalText } from './normalise.ts';

/** A term that speaks for a class. */
export interface ClassTerm {
  /** Index of the class. */
  class: number;
  /** How much it counts beside the others. */
  weight: number;
  words: readonly string[];
  plainWords: readonly string[];
}

/** By class; null where no word of the text stands in any term. */
export type Nearness = Float64Array | null;

/** Found by cross-validation. */
const settings = {
  /** A single word says less than a pair. */
  single: 0.3,
  /** What every class is taken to say of every word, as a share of its terms. */
  smoothing: 0.5 / 400,
  /** Words from the beginning on: reports tend to name their subject first. */
  firstWords: 12,
};

/** For each word and pair how much more a class uses it than all do, as a logarithm. */
type Table = ReadonlyMap<string, Float64Array>;

/**
 * How near a text's words are to the terms of each class, also where no whole term stands in it: as if the terms were
 * all that was ever written of a class (naive Bayes). Of the whole text, and of how it begins.
 */
export function nearnessTo(
  classes: number,
  terms: readonly ClassTerm[],
): (text: NormalText) => { whole: Nearness; beginning: Nearness } {
  const marked = tableOf(classes, terms, ({ words }) => words);
  const plain = tableOf(classes, terms, ({ plainWords }) => plainWords);
  return (text) => {
    const [words, table] = text.language === 'vi' ? [text.words, marked] : [text.plainWords, plain];
    return {
      whole: nearnessIn(table, words, classes),
      beginning: nearnessIn(table, words.slice(0, settings.firstWords), classes),
    };
  };
}

function tableOf(
  classes: number,
  terms: readonly ClassTerm[],
  wordsOf: (term: ClassTerm) => readonly string[],
): Table {
  const totals = new Float64Array(classes);
  const table = new Map<string, Float64Array>();
  for (const term of terms) {
    totals[term.class] = (totals[term.class] ?? 0) + term.weight;
    for (const { key } of unitsOf(wordsOf(term))) {
      const counts = table.get(key) ?? new Float64Array(classes);
      counts[term.class] = (counts[term.class] ?? 0) + term.weight;
      table.set(key, counts);
    }
  }
  for (const counts of table.values()) {
    const shares = counts.map((value, index) => value / (totals[index] ?? 1));
    const mean = shares.reduce((sum, value) => sum + value, 0) / classes;
    shares.forEach((share, index) => {
      counts[index] = Math.log((share + settings.smoothing) / (mean + settings.smoothing));
    });
  }
  return table;
}

/** Words and pairs of words, with what each counts. */
function unitsOf(words: readonly string[]): { key: string; weight: number }[] {
  return words.flatMap((word, at) => {
    const next = words[at + 1];
    const single = { key: word, weight: settings.single };
    return next === undefined ? [single] : [single, { key: `${word} ${next}`, weight: 1 }];
  });
}

/** The sum over words and pairs around its mean, divided by the root of how many were known. */
function nearnessIn(table: Table, words: readonly string[], classes: number): Nearness {
  const sums = new Float64Array(classes);
  let known = 0;
  for (const { key, weight } of unitsOf(words)) {
    const found = table.get(key);
    if (found === undefined) continue;
    known += weight;
    for (let k = 0; k < classes; k += 1) sums[k] = (sums[k] ?? 0) + weight * (found[k] ?? 0);
  }
  if (known === 0) return null;
  const mean = sums.reduce((sum, value) => sum + value, 0) / classes;
  return sums.map((value) => (value - mean) / Math.sqrt(known));
}

/** Nearness as hints for the model, by the names of the classes. */
export function nearnessHints(
  name: string,
  { whole, beginning }: { whole: Nearness; beginning: Nearness },
  labels: readonly string[],
): [name: string, value: number][] {
  return [
    ...labels.map((label, index): [string, number] => [`${name} ${label}`, 0.25 * (whole?.[index] ?? 0)]),
    ...labels.map((label, index): [string, number] => [
      `${name} begins ${label}`,
      0.25 * (beginning?.[index] ?? 0),
    ]),
  ];
}
