import type { Example } from '../../shared/triage/example.ts';
import { categoryScores } from '../../shared/triage/keywords.ts';
import { normalise } from '../../shared/triage/normalise.ts';
import type { Measured } from './examples-file.ts';
import type { Answer } from '../../shared/triage/measures.ts';

/** Always the category that most training examples have: what knowing nothing comes to. */
export function byMajority(training: readonly Example[], measured: readonly Measured[]): Answer[] {
  const times = new Map<string, number>();
  for (const { category } of training) times.set(category, (times.get(category) ?? 0) + 1);
  const [most = 'other'] = [...times].sort((a, b) => b[1] - a[1]).map(([category]) => category);
  return measured.map(({ category }) => ({ actual: category, answered: most, confidence: 1 }));
}

/** The category whose terms stand most in the text, `other` where none does: the lexicon without any training. */
export function byKeywords(measured: readonly Measured[]): Answer[] {
  return measured.map(({ text, category }) => {
    const [best] = [...categoryScores(normalise(text))].sort((a, b) => b[1] - a[1]);
    return { actual: category, answered: best?.[0] ?? 'other', confidence: 1 };
  });
}
