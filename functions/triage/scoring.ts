import type { Example } from '../../shared/triage/example.ts';
import { featuresOf } from '../../shared/triage/features.ts';
import { accuracyOf, type Answer, macroF1 } from '../../shared/triage/measures.ts';
import type { Model } from '../../shared/triage/model.ts';
import { normalise } from '../../shared/triage/normalise.ts';
import { vectorOf } from '../../shared/triage/vocabulary.ts';
import type { Scores } from './comparison.ts';

/** How often a model finds the category of texts. The mean of F1 goes over the categories that occur among them. */
export function scoresOf(model: Model, examples: readonly Example[]): Scores {
  if (examples.length === 0) return { texts: 0, accuracy: null, macroF1: null };
  const labels = model.labels('category');
  const answers = examples.map(({ text, category }): Answer => {
    const vector = vectorOf(featuresOf(normalise(text)), model.vocabulary);
    const probabilities = model.probabilities('category', vector);
    const confidence = Math.max(...probabilities);
    return { actual: category, answered: labels[probabilities.indexOf(confidence)] ?? '', confidence };
  });
  const round = (value: number) => Math.round(value * 10_000) / 10_000;
  return {
    texts: examples.length,
    accuracy: round(accuracyOf(answers)),
    macroF1: round(macroF1(answers)),
  };
}
