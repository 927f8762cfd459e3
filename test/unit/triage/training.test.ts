import { expect, test } from 'vitest';
import { categoryCodes } from '../../../shared/city/categories.ts';
import {
  probabilitiesOf,
  temperatureFor,
  thresholdFor,
  thresholdForRecall,
} from '../../../shared/triage/calibration.ts';
import shippedModel from '../../../shared/triage/data/model.json' with { type: 'json' };
import { withoutDiacritics } from '../../../shared/triage/diacritics.ts';
import { localModel } from '../../../shared/triage/local-engine.ts';
import { minimise } from '../../../shared/triage/minimise.ts';
import { ModelFile } from '../../../shared/triage/model.ts';
import { partOf, parts } from '../../../shared/triage/split.ts';
import { train } from '../../../shared/triage/training.ts';
import { readExamples } from '../../eval/examples-file.ts';

const examples = readExamples();

test('the shipped model is a good file below 1 MB, and knows how many examples it has seen', () => {
  expect(ModelFile.safeParse(shippedModel).success).toBe(true);
  expect(JSON.stringify(shippedModel).length).toBeLessThan(1_000_000);
  const used = examples.filter((example) => partOf(example) !== 'held-out');
  expect(localModel().trainedOn.examples).toBe(used.length);
  expect(localModel().labels('category')).toEqual(categoryCodes);
});

test('the split is 70 : 15 : 15, and keeps the variants of a text together', () => {
  const share = (part: string) => examples.filter((one) => partOf(one) === part).length / examples.length;
  expect(parts.map((part) => Math.round(share(part) * 20) / 20)).toEqual([0.7, 0.15, 0.15]);
  for (const { text, group } of examples.slice(0, 200)) {
    if (group !== undefined) continue;
    expect(partOf({ text: withoutDiacritics(text).toUpperCase() })).toBe(partOf({ text }));
    expect(partOf({ text: text.normalize('NFD') })).toBe(partOf({ text }));
  }
  expect(partOf({ text: 'one', group: 'g' })).toBe(partOf({ text: 'another', group: 'g' }));
});

test('no text stands twice with different answers', () => {
  const seen = new Map<string, string>();
  for (const { text, category } of examples) {
    expect(seen.get(text) ?? category, text).toBe(category);
    seen.set(text, category);
  }
});

test('the same examples give the same model, and another example another version', () => {
  const few = examples.filter((_, index) => index % 120 === 0);
  const model = train(few);
  expect(train(few)).toEqual(model);
  expect(train(few.slice(1)).version).not.toBe(model.version);
});

test('held-out examples change nothing', () => {
  const few = examples.filter((_, index) => index % 120 === 0);
  expect(train(few.filter((example) => partOf(example) !== 'held-out'))).toEqual(train(few));
});

test('finds the lowest point of a bowl', () => {
  const lowest = minimise(
    ([x = 0, y = 0], gradient) => {
      gradient.set([2 * (x - 3), 20 * (y + 1)]);
      return (x - 3) ** 2 + 10 * (y + 1) ** 2;
    },
    new Float64Array(2),
    50,
  );
  expect(lowest[0]).toBeCloseTo(3, 2);
  expect(lowest[1]).toBeCloseTo(-1, 2);
});

test('a model that is too sure is cooled', () => {
  const scored = Array.from({ length: 100 }, (_, index) => ({
    scores: Float64Array.from([6, 0]),
    class: index % 4 === 0 ? 1 : 0,
  }));
  const temperature = temperatureFor(scored);
  expect(probabilitiesOf(Float64Array.from([6, 0]), temperature)[0]).toBeCloseTo(0.75, 1);
});

test('thresholds keep what they are to keep', () => {
  const texts = [0.9, 0.8, 0.7, 0.6].map((confidence, index) => ({ confidence, isRight: index !== 2 }));
  expect(thresholdFor(texts, 1)).toBe(0.8);
  expect(thresholdFor(texts, 0.75)).toBe(0.6);
  expect(thresholdFor([{ confidence: 0.9, isRight: false }], 0.9)).toBe(1);
  expect(thresholdForRecall([0.9, 0.5, 0.3, 0.1], 0.75)).toBe(0.3);
  expect(thresholdForRecall([], 0.9)).toBe(0);
});
