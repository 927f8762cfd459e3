import { questions, type Example } from './example.ts';
import { featuresOf, type Features } from './features.ts';
import type { HeadName } from './model.ts';
import { withoutDiacritics } from './diacritics.ts';
import { normalise } from './normalise.ts';
import { fitSoftmax, type Regression, type Rows } from './softmax-regression.ts';
import { vectorOf, vocabularyOf, type Vocabulary } from './vocabulary.ts';

/** How the model is fitted; found by cross-validation on what is not held out. */
const settings = {
  /** The file is to stay below 1 MB. */
  features: 20_000,
  steps: { category: 60, urgency: 40, scope: 15 },
  penalty: { category: 2e-4, urgency: 2e-4, scope: 2e-4 },
  /** What a text without its diacritics counts beside the text itself. */
  strippedWeight: 0.7,
};

export interface Prepared {
  example: Example;
  /** As typed, and without diacritics: the model learns both, which are one example. */
  features: readonly [Features, Features];
}

export function prepare(example: Example): Prepared {
  return {
    example,
    features: [featuresOf(normalise(example.text)), featuresOf(normalise(withoutDiacritics(example.text)))],
  };
}

export interface Fitted {
  /** Hashes of the features in use, by column. */
  ids: number[];
  vocabulary: Vocabulary;
  regressions: Record<HeadName, Regression>;
}

/** Chooses features and fits a regression for each question. */
export function fit(prepared: readonly Prepared[]): Fitted {
  const { ids, vocabulary } = vocabularyOf(
    prepared.map(({ example, features }) => ({ features, class: questions.category.classOf(example) })),
    questions.category.labels.length,
    settings.features,
  );
  const rows = rowsOf(prepared, vocabulary);
  const rowWeights = Float64Array.from(prepared.flatMap(() => [1, settings.strippedWeight]));
  const regression = (head: HeadName) => {
    const { labels, classOf } = questions[head];
    const classes = Int32Array.from(prepared.flatMap(({ example }) => [classOf(example), classOf(example)]));
    return fitSoftmax(rows, classes, {
      columns: ids.length,
      classes: labels.length,
      penalty: settings.penalty[head],
      steps: settings.steps[head],
      rowWeights,
    });
  };
  return {
    ids,
    vocabulary,
    regressions: {
      category: regression('category'),
      urgency: regression('urgency'),
      scope: regression('scope'),
    },
  };
}

function rowsOf(prepared: readonly Prepared[], vocabulary: Vocabulary): Rows {
  const vectors = prepared.flatMap(({ features }) => features.map((one) => vectorOf(one, vocabulary)));
  const starts = new Int32Array(vectors.length + 1);
  vectors.forEach(({ columns }, row) => {
    starts[row + 1] = (starts[row] ?? 0) + columns.length;
  });
  const columns = new Int32Array(starts.at(-1) ?? 0);
  const values = new Float32Array(columns.length);
  vectors.forEach((vector, row) => {
    columns.set(vector.columns, starts[row]);
    values.set(vector.values, starts[row]);
  });
  return { starts, columns, values };
}
