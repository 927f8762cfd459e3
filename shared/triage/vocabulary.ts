import type { Features } from './features.ts';

/** The features that a model knows: which column each has, and how much it counts for being rare. */
export interface Vocabulary {
  columnOf: ReadonlyMap<number, number>;
  /** By column; 1 for hints. */
  rarity: Float32Array;
}

/** A text as the model computes with it. */
export interface Vector {
  columns: Int32Array;
  values: Float32Array;
}

/** The features that a vocabulary knows, each kind scaled to one length; how often one stands there counts by its logarithm. */
export function vectorOf(features: Features, { columnOf, rarity }: Vocabulary): Vector {
  const columns: number[] = [];
  const values: number[] = [];
  for (const { weight, counts } of features.kinds) {
    const from = values.length;
    let square = 0;
    for (const [id, count] of counts) {
      const column = columnOf.get(id);
      if (column === undefined) continue;
      const value = (1 + Math.log(count)) * (rarity[column] ?? 0);
      square += value * value;
      columns.push(column);
      values.push(value);
    }
    const scale = square === 0 ? 0 : weight / Math.sqrt(square);
    for (let at = from; at < values.length; at += 1) values[at] = (values[at] ?? 0) * scale;
  }
  for (const [id, value] of features.hints) {
    const column = columnOf.get(id);
    if (column === undefined) continue;
    columns.push(column);
    values.push(value);
  }
  return { columns: Int32Array.from(columns), values: Float32Array.from(values) };
}

/** A feature that stands in fewer examples than this is chance. */
const leastExamples = 2;

/**
 * The vocabulary of examples: of the features that stand in at least two of them, hints and the `most` whose presence
 * goes together with a class more than chance would have it (chi-square of the class that it fits best).
 */
export function vocabularyOf(
  examples: readonly { features: readonly Features[]; class: number }[],
  classes: number,
  most: number,
): { vocabulary: Vocabulary; ids: number[] } {
  const perClass = new Float64Array(classes);
  const seen = new Map<number, Int32Array>();
  const hints = new Set<number>();
  for (const example of examples) {
    perClass[example.class] = (perClass[example.class] ?? 0) + 1;
    const own = new Set<number>();
    for (const { kinds, hints: hinted } of example.features) {
      for (const { counts } of kinds) for (const id of counts.keys()) own.add(id);
      for (const id of hinted.keys()) {
        hints.add(id);
        own.add(id);
      }
    }
    for (const id of own) {
      const counts = seen.get(id) ?? new Int32Array(classes + 1);
      counts[example.class] = (counts[example.class] ?? 0) + 1;
      counts[classes] = (counts[classes] ?? 0) + 1;
      seen.set(id, counts);
    }
  }
  const ranked = [...seen]
    .filter(([, counts]) => (counts[classes] ?? 0) >= leastExamples)
    .map(([id, counts]) => ({
      id,
      in: counts[classes] ?? 0,
      worth: hints.has(id) ? Number.POSITIVE_INFINITY : chiSquare(counts, perClass, examples.length),
    }))
    .sort((a, b) => b.worth - a.worth || a.id - b.id)
    .slice(0, most)
    .sort((a, b) => a.id - b.id);
  return {
    ids: ranked.map(({ id }) => id),
    vocabulary: {
      columnOf: new Map(ranked.map(({ id }, column) => [id, column])),
      rarity: Float32Array.from(ranked, ({ id, in: found }) =>
        hints.has(id) ? 1 : Math.sqrt(Math.log((examples.length + 1) / (found + 1)) + 0.01),
      ),
    },
  };
}

function chiSquare(counts: Int32Array, perClass: Float64Array, total: number): number {
  const classes = perClass.length;
  const found = counts[classes] ?? 0;
  let best = 0;
  for (let k = 0; k < classes; k += 1) {
    const size = perClass[k] ?? 0;
    const expected = (found * size) / total;
    const surplus = (counts[k] ?? 0) - expected;
    if (surplus > 0 && expected > 0) best = Math.max(best, (surplus * surplus) / expected);
  }
  return best;
}
