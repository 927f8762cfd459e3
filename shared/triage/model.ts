import * as z from 'zod';
import { probabilitiesOf } from './calibration.ts';
import type { Vector, Vocabulary } from './vocabulary.ts';

const Base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);

/** One question that the model answers about a text. */
const Head = z.strictObject({
  labels: z.array(z.string().min(1)).min(2),
  /** One signed byte for each feature and label, feature after feature. */
  weights: Base64,
  /** What a byte is worth, by label. */
  scales: z.array(z.number()),
  biases: z.array(z.number()),
  temperature: z.number().positive(),
});
export type Head = z.infer<typeof Head>;

/** A trained model as its file holds it. */
export const ModelFile = z.strictObject({
  name: z.string().min(1),
  /** The first of a SHA-256 over everything else in the file: another model is another version. */
  version: z.string().regex(/^[0-9a-f]{12}$/),
  trainedOn: z.strictObject({ examples: z.number().int(), calibration: z.number().int() }),
  /** Hashes of the features in use, three bytes each, ascending. */
  features: Base64,
  /** How much each counts for being rare: one byte each, 255 being `mostRarity`. */
  rarity: Base64,
  mostRarity: z.number().positive(),
  heads: z.strictObject({ category: Head, urgency: Head, scope: Head }),
  thresholds: z.strictObject({
    /** From this probability of `urgent` on a text is urgent. */
    urgent: z.number(),
    /** From this probability of `urgent` on, most texts are urgent or at least highly so. */
    surelyUrgent: z.number(),
    /** From this probability on a text is out of scope. */
    outOfScope: z.number(),
    /** From this confidence on, 95 % of the categories were right on the calibration part. */
    route: z.number(),
  }),
});
export type ModelFile = z.infer<typeof ModelFile>;

export type HeadName = keyof ModelFile['heads'];

/** A model ready to answer. */
export interface Model {
  name: string;
  version: string;
  trainedOn: ModelFile['trainedOn'];
  vocabulary: Vocabulary;
  thresholds: ModelFile['thresholds'];
  /** What the sum of a head's weights over a text's features comes to, by label. */
  scores(head: HeadName, vector: Vector): Float64Array;
  /** Probabilities by label, calibrated. */
  probabilities(head: HeadName, vector: Vector): Float64Array;
  labels(head: HeadName): readonly string[];
  /** What a feature in full speaks for a label of a head; 0 for one that the model does not know. */
  weight(head: HeadName, label: number, id: number): number;
}

/** A model from its file. Throws where the file is not one. */
export function modelOf(json: unknown): Model {
  const file = ModelFile.parse(json);
  const hashes = Buffer.from(file.features, 'base64');
  const rare = Buffer.from(file.rarity, 'base64');
  const count = rare.length;
  const heads = {
    category: unpack(file.heads.category, count),
    urgency: unpack(file.heads.urgency, count),
    scope: unpack(file.heads.scope, count),
  };
  const scores = (name: HeadName, { columns, values }: Vector) => {
    const { weights, scales, biases } = heads[name];
    const classes = biases.length;
    const sums = new Float64Array(classes);
    for (let at = 0; at < columns.length; at += 1) {
      const base = (columns[at] ?? 0) * classes;
      const value = values[at] ?? 0;
      for (let k = 0; k < classes; k += 1) sums[k] = (sums[k] ?? 0) + value * (weights[base + k] ?? 0);
    }
    return sums.map((sum, k) => sum * (scales[k] ?? 0) + (biases[k] ?? 0));
  };
  const columnOf = new Map(
    Array.from({ length: count }, (_, column) => [hashes.readUIntBE(column * 3, 3), column]),
  );
  return {
    name: file.name,
    version: file.version,
    trainedOn: file.trainedOn,
    thresholds: file.thresholds,
    vocabulary: {
      columnOf,
      rarity: Float32Array.from(rare, (byte) => (byte / 255) * file.mostRarity),
    },
    scores,
    probabilities: (name, vector) => probabilitiesOf(scores(name, vector), heads[name].temperature),
    labels: (name) => heads[name].labels,
    weight: (name, label, id) => {
      const column = columnOf.get(id);
      const { weights, scales, biases } = heads[name];
      return column === undefined ? 0 : (weights[column * biases.length + label] ?? 0) * (scales[label] ?? 0);
    },
  };
}

function unpack({ labels, weights, scales, biases, temperature }: Head, features: number) {
  const bytes = Int8Array.from(Buffer.from(weights, 'base64'));
  if (
    bytes.length !== features * labels.length ||
    scales.length !== labels.length ||
    biases.length !== labels.length
  ) {
    throw new Error('The model does not fit together: weights, scales or biases are missing');
  }
  return {
    labels,
    weights: bytes,
    scales: Float64Array.from(scales),
    biases: Float64Array.from(biases),
    temperature,
  };
}
