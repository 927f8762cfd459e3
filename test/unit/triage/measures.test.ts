import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { Measured, readLines } from '../../eval/examples-file.ts';
import {
  accuracyOf,
  confusions,
  expectedCalibrationError,
  macroF1,
  perLabel,
  wilson,
} from '../../../shared/triage/measures.ts';

const answers = [
  { actual: 'a', answered: 'a', confidence: 0.9 },
  { actual: 'a', answered: 'b', confidence: 0.6 },
  { actual: 'b', answered: 'b', confidence: 0.8 },
  { actual: 'b', answered: 'c', confidence: 0.7 },
];

test('accuracy, precision, recall and F1; a label that nobody meant is not averaged in', () => {
  expect(accuracyOf(answers)).toBe(0.5);
  expect(perLabel(answers)).toEqual({
    a: { n: 2, precision: 1, recall: 0.5, f1: 2 / 3 },
    b: { n: 2, precision: 0.5, recall: 0.5, f1: 0.5 },
  });
  expect(macroF1(answers)).toBeCloseTo((2 / 3 + 0.5) / 2);
  expect(confusions(answers)).toContainEqual({ actual: 'b', answered: 'c', times: 1 });
});

test('calibration error: how far what is said lies from what is true', () => {
  expect(expectedCalibrationError(answers, 1)).toBeCloseTo(0.25);
  expect(expectedCalibrationError([], 10)).toBe(0);
});

test('Wilson intervals', () => {
  const [low, high] = wilson(8, 10);
  expect([low.toFixed(3), high.toFixed(3)]).toEqual(['0.490', '0.943']);
  expect(wilson(0, 0)).toEqual([0, 1]);
});

test('a bad line is named', () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'triage-')), 'texts.jsonl');
  const good = JSON.stringify({ text: 'Ổ gà', category: 'road_damage', note: 'left out' });
  writeFileSync(file, `\uFEFF${good}\n\n${good}\r\n`);
  expect(readLines(file, Measured)).toHaveLength(2);
  writeFileSync(file, `${good}\n{"text":"x","category":"potholes"}\n`);
  expect(() => readLines(file, Measured)).toThrow(/line 2: category/);
  writeFileSync(file, `${good}\nnonsense\n`);
  expect(() => readLines(file, Measured)).toThrow(/line 2: not JSON/);
  expect(() => readLines(`${file}.gone`, Measured)).toThrow(/cannot be read/);
});
