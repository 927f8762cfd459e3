import { describe, expect, test } from 'vitest';
import type { Assessment } from '../../../shared/triage/assessment.ts';
import shipped from '../../../shared/triage/data/thresholds.json' with { type: 'json' };
import { decide, TriageThresholds } from '../../../shared/triage/decision.ts';

const thresholds = TriageThresholds.parse(shipped);
const sure: Assessment = {
  model: { name: 'm', version: '1' },
  language: 'vi',
  category: {
    code: 'road_damage',
    confidence: 0.99,
    sureFrom: 0.9,
    best: [
      { code: 'road_damage', probability: 0.99 },
      { code: 'flooding_drainage', probability: 0.005 },
      { code: 'other', probability: 0.002 },
    ],
  },
  urgency: { level: 'normal', isSure: true, urgent: 0.01, words: [] },
  outOfScope: null,
  fellBack: null,
  spam: { isSpam: false, reasons: [] },
  personalData: [],
  places: [],
  otherCommune: null,
  milliseconds: 1,
};
const unsure = { ...sure, category: { ...sure.category, confidence: 0.4 } };

test('a sure one is routed', () => {
  expect(decide(sure, thresholds)).toEqual({ to: 'routed', category: 'road_damage', isUrgent: false });
});

describe('a person looks first', () => {
  test.each([
    ['low_confidence', unsure],
    ['out_of_scope', { ...sure, outOfScope: { kind: 'complaint', confidence: 0.9 } }],
    ['spam', { ...sure, spam: { isSpam: true, reasons: ['advertising'] } }],
    ['unsupported_language', { ...sure, language: 'other' }],
    ['place_disagrees', { ...sure, otherCommune: '19753' }],
  ] satisfies [string, Assessment][])('%s', (reason, assessment) => {
    expect(decide(assessment, thresholds)).toEqual({
      to: 'screening',
      reasons: [reason],
      suggestions: sure.category.best,
      isUrgent: false,
    });
  });
  test('what fits no category, however sure', () => {
    const other = { ...sure, category: { ...sure.category, code: 'other' as const, confidence: 1 } };
    expect(decide(other, thresholds).to).toBe('screening');
  });
  test('all reasons are named, the gravest first', () => {
    const all = { ...unsure, spam: { isSpam: true, reasons: [] }, language: 'other' as const };
    expect(decide(all, thresholds)).toMatchObject({
      reasons: ['spam', 'unsupported_language', 'low_confidence'],
    });
  });
});

test('an urgent hint is never lost', () => {
  const urgency = { level: 'urgent' as const, isSure: true, urgent: 0.9, words: ['đang cháy'] };
  for (const one of [sure, unsure, { ...sure, spam: { isSpam: true, reasons: [] } }]) {
    expect(decide({ ...one, urgency }, thresholds).isUrgent).toBe(true);
  }
});

test('a category may have a threshold of its own', () => {
  const lax = { ...thresholds, categories: { road_damage: 0.3 } };
  expect(decide(unsure, lax).to).toBe('routed');
});
