import { softmax } from './softmax-regression.ts';

/** Scores of a text for each class, and the class that it is of. */
export interface Scored {
  scores: Float64Array;
  class: number;
}

/** Probabilities of scores at a temperature. */
export function probabilitiesOf(scores: Float64Array, temperature: number): Float64Array {
  const probabilities = scores.slice();
  softmax(probabilities, temperature);
  return probabilities;
}

/**
 * The temperature at which scores of texts that the model was not trained on come true as often as they say: that of
 * the least mean log loss, by golden-section search between 0.2 and 5.
 */
export function temperatureFor(scored: readonly Scored[]): number {
  const loss = (temperature: number) =>
    scored.reduce(
      (sum, one) => sum - Math.log(Math.max(1e-12, probabilitiesOf(one.scores, temperature)[one.class] ?? 0)),
      0,
    );
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [0.2, 5];
  for (let step = 0; step < 40; step += 1) {
    const [left, right] = [high - ratio * (high - low), low + ratio * (high - low)];
    if (loss(left) < loss(right)) high = right;
    else low = left;
  }
  return (low + high) / 2;
}

/**
 * The lowest confidence from which on at least `precision` of the texts are right; 1 where none is. Taken at the
 * largest share that still is, so that one early mistake does not decide.
 */
export function thresholdFor(
  texts: readonly { confidence: number; isRight: boolean }[],
  precision: number,
): number {
  const sorted = texts.toSorted((a, b) => b.confidence - a.confidence);
  let threshold = 1;
  let right = 0;
  sorted.forEach(({ confidence, isRight }, index) => {
    if (isRight) right += 1;
    const isLastOfItsKind = sorted[index + 1]?.confidence !== confidence;
    if (isLastOfItsKind && right / (index + 1) >= precision) threshold = confidence;
  });
  return threshold;
}

/** The highest threshold that still finds at least `recall` of those that are meant; 0 where there are none. */
export function thresholdForRecall(meant: readonly number[], recall: number): number {
  const sorted = meant.toSorted((a, b) => b - a);
  return sorted[Math.ceil(sorted.length * recall) - 1] ?? 0;
}
