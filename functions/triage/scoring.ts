import type { Example } from '../../shared/triage/example.ts';
import { featuresOf } from '../../shared/triage/features.ts';
import type { Model } from '../../shared/triage/model.ts';
import { normalise } from '../../shared/triage/normalise.ts';
import { vectorOf } from '../../shared/triage/vocabulary.ts';
import type { Scores } from './comparison.ts';

/** How often a model finds the category of texts. The mean of F1 goes over the categories that occur among them. */
export function scoresOf(model: Model, examples: readonly Example[]): Scores {
  if (examples.length === 0) return { texts: 0, accuracy: null, macroF1: null };
  const labels = model.labels('category');
  const answers = examples.map(({ text, category }) => {
    const probabilities = model.probabilities(
      'category',
      vectorOf(featuresOf(normalise(text)), model.vocabulary),
    );
    return { is: category, said: labels[probabilities.indexOf(Math.max(...probabilities))] };
  });
  const f1 = [...new Set(examples.map(({ category }) => category))].map((category) => {
    const right = answers.filter(({ is, said }) => is === category && said === category).length;
    const wrong = answers.filter(({ is, said }) => (is === category) !== (said === category)).length;
    return right === 0 ? 0 : (2 * right) / (2 * right + wrong);
  });
  const round = (value: number) => Math.round(value * 10_000) / 10_000;
  return {
    texts: examples.length,
    accuracy: round(answers.filter(({ is, said }) => is === said).length / answers.length),
    macroF1: round(f1.reduce((sum, one) => sum + one, 0) / f1.length),
  };
}
