import { minimise } from './minimise.ts';

/** Texts as rows of features: those of row r are at `starts[r]` to `starts[r + 1]`. */
export interface Rows {
  starts: Int32Array;
  columns: Int32Array;
  values: Float32Array;
}

export interface Regression {
  /** `weights[column * classes + class]` */
  weights: Float64Array;
  biases: Float64Array;
}

export interface RegressionOptions {
  columns: number;
  classes: number;
  /** The strength of the L2 penalty, by example. */
  penalty: number;
  /** How much each row counts. */
  rowWeights: Float64Array;
  steps: number;
}

/** Multinomial logistic regression with an L2 penalty on its weights (not on biases). */
export function fitSoftmax(rows: Rows, classOf: Int32Array, options: RegressionOptions): Regression {
  const { columns, classes, penalty, rowWeights, steps } = options;
  const biasAt = columns * classes;
  const total = rowWeights.reduce((sum, weight) => sum + weight, 0);
  const scores = new Float64Array(classes);

  const point = minimise(
    (parameters, gradient) => {
      let loss = 0;
      for (let at = 0; at < biasAt; at += 1) {
        const value = parameters[at] ?? 0;
        loss += (penalty / 2) * value * value;
        gradient[at] = penalty * value;
      }
      gradient.fill(0, biasAt);
      for (let row = 0; row < classOf.length; row += 1) {
        const from = rows.starts[row] ?? 0;
        const to = rows.starts[row + 1] ?? 0;
        for (let k = 0; k < classes; k += 1) scores[k] = parameters[biasAt + k] ?? 0;
        for (let at = from; at < to; at += 1) {
          const base = (rows.columns[at] ?? 0) * classes;
          const value = rows.values[at] ?? 0;
          for (let k = 0; k < classes; k += 1)
            scores[k] = (scores[k] ?? 0) + value * (parameters[base + k] ?? 0);
        }
        const weight = (rowWeights[row] ?? 0) / total;
        const own = classOf[row] ?? 0;
        softmax(scores, 1);
        loss -= weight * Math.log(Math.max(1e-300, scores[own] ?? 0));
        scores[own] = (scores[own] ?? 0) - 1;
        for (let k = 0; k < classes; k += 1) scores[k] = (scores[k] ?? 0) * weight;
        for (let at = from; at < to; at += 1) {
          const base = (rows.columns[at] ?? 0) * classes;
          const value = rows.values[at] ?? 0;
          for (let k = 0; k < classes; k += 1) {
            gradient[base + k] = (gradient[base + k] ?? 0) + value * (scores[k] ?? 0);
          }
        }
        for (let k = 0; k < classes; k += 1)
          gradient[biasAt + k] = (gradient[biasAt + k] ?? 0) + (scores[k] ?? 0);
      }
      return loss;
    },
    new Float64Array(biasAt + classes),
    steps,
  );
  return { weights: point.slice(0, biasAt), biases: point.slice(biasAt) };
}

/** Scores made probabilities, in place; a temperature above 1 makes them less sure. */
export function softmax(scores: Float64Array, temperature: number): void {
  let most = Number.NEGATIVE_INFINITY;
  for (const score of scores) most = Math.max(most, score);
  let sum = 0;
  for (let k = 0; k < scores.length; k += 1) {
    const value = Math.exp(((scores[k] ?? 0) - most) / temperature);
    scores[k] = value;
    sum += value;
  }
  for (let k = 0; k < scores.length; k += 1) scores[k] = (scores[k] ?? 0) / sum;
}
