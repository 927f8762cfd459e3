import { createHash } from 'node:crypto';
import { questions } from './example.ts';
import type { Fitted } from './fitting.ts';
import type { Head, HeadName, ModelFile } from './model.ts';
import type { Regression } from './softmax-regression.ts';

/** What is found on texts that the regressions have not seen. */
export interface Calibration {
  temperatures: Record<HeadName, number>;
  thresholds: ModelFile['thresholds'];
}

/** A model as its file holds it: weights as signed bytes, so that it stays small. */
export function packModel(
  { ids, vocabulary, regressions }: Fitted,
  { temperatures, thresholds }: Calibration,
  trainedOn: ModelFile['trainedOn'],
): ModelFile {
  const hashes = Buffer.alloc(ids.length * 3);
  ids.forEach((id, column) => hashes.writeUIntBE(id, column * 3, 3));
  const mostRarity = Math.max(1, ...vocabulary.rarity);
  const content = {
    name: 'local-linear',
    trainedOn,
    features: hashes.toString('base64'),
    rarity: Buffer.from(vocabulary.rarity.map((value) => Math.round((value / mostRarity) * 255))).toString(
      'base64',
    ),
    mostRarity,
    heads: {
      category: pack('category', regressions.category, temperatures.category),
      urgency: pack('urgency', regressions.urgency, temperatures.urgency),
      scope: pack('scope', regressions.scope, temperatures.scope),
    },
    thresholds,
  };
  return {
    version: createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12),
    ...content,
  };
}

/** The largest weight of each label is 127. */
function pack(name: HeadName, { weights, biases }: Regression, temperature: number): Head {
  const classes = biases.length;
  const most = new Float64Array(classes);
  weights.forEach((weight, at) => {
    most[at % classes] = Math.max(most[at % classes] ?? 0, Math.abs(weight));
  });
  const scales = most.map((value) => value / 127 || 1);
  const bytes = Int8Array.from(weights, (weight, at) => Math.round(weight / (scales[at % classes] ?? 1)));
  return {
    labels: [...questions[name].labels],
    weights: Buffer.from(bytes.buffer).toString('base64'),
    scales: [...scales],
    biases: [...biases],
    temperature,
  };
}
