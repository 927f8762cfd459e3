import { describe, expect, test } from 'vitest';
import { isBetter } from '../../../functions/triage/comparison.ts';
import { scoresOf } from '../../../functions/triage/scoring.ts';
import { type Correction, correctionOf, examplesOf } from '../../../functions/triage/correction.ts';
import type { TrainedModel } from '../../../functions/triage/model-store.ts';
import { retrain } from '../../../functions/triage/retraining.ts';
import type { Example } from '../../../shared/triage/example.ts';
import { modelOf } from '../../../shared/triage/model.ts';
import { train } from '../../../shared/triage/training.ts';

const now = new Date('2026-11-25T02:00:00.000Z');
const report = {
  id: 'one',
  description: 'Gọi anh Hùng 0905 123 456, cây đổ',
  category: 'trees_parks' as const,
  urgency: 'high' as const,
  triage: {
    model: { name: 'local-linear', version: 'abc' },
    suggestions: [{ category: 'road_damage' as const, probability: 0.6 }],
  },
};

describe('a person’s word on a report', () => {
  test('is an example without what identifies anybody, and says which model had said what', () => {
    const correction = correctionOf(report, now.toISOString());
    expect(correction).toMatchObject({
      category: 'trees_parks',
      urgency: 'high',
      said: { category: 'road_damage', model: 'local-linear abc' },
    });
    expect(correction?.text).not.toMatch(/Hùng|0905/);
  });
  test('is none where no machine had read the report, or it has no category', () => {
    expect(correctionOf({ ...report, triage: null }, now.toISOString())).toBeNull();
    expect(correctionOf({ ...report, category: null }, now.toISOString())).toBeNull();
  });
  test('the last one on a report counts', () => {
    const at = (day: string, category: Correction['category']): Correction => ({
      reportId: 'one',
      at: `2026-11-${day}T00:00:00.000Z`,
      text: 'cây đổ',
      category,
      urgency: 'normal',
      said: { category: null, model: 'x' },
    });
    const examples = examplesOf([at('03', 'animals'), at('09', 'trees_parks'), at('05', 'education')]);
    expect(examples).toEqual([{ text: 'cây đổ', category: 'trees_parks', urgency: 'normal' }]);
  });
});

describe('a new model is proposed', () => {
  const of = (macroF1: number, texts = 100) => ({ texts, accuracy: macroF1, macroF1 });
  const nothing = { texts: 0, accuracy: null, macroF1: null };
  const compared = (heldOut: [number, number], recent: [number, number] | null) => ({
    heldOut: { active: of(heldOut[0]), proposed: of(heldOut[1]) },
    recent: recent
      ? { active: of(recent[0]), proposed: of(recent[1]) }
      : { active: nothing, proposed: nothing },
  });
  test.each<[boolean, [number, number], [number, number] | null]>([
    [true, [0.86, 0.86], [0.7, 0.75]],
    [true, [0.86, 0.857], [0.7, 0.75]],
    [false, [0.86, 0.84], [0.7, 0.75]],
    [false, [0.86, 0.9], [0.7, 0.7]],
    [false, [0.86, 0.9], [0.75, 0.7]],
    [true, [0.86, 0.87], null],
    [false, [0.86, 0.86], null],
  ])('%s for held-out %j and recent %j', (better, heldOut, recent) => {
    expect(isBetter(compared(heldOut, recent))).toBe(better);
  });
});

describe('learning from what people say', () => {
  const words = {
    trees_parks: ['cây', 'cành', 'lá', 'nhánh', 'gốc'],
    water_supply: ['nước', 'vòi', 'ống', 'đồng hồ', 'bể'],
    animals: ['chó', 'mèo', 'bò', 'trâu', 'gà'],
  };
  const kinds = Object.keys(words) as (keyof typeof words)[];
  /** Texts that differ in every word but those that tell their category. */
  const example = (category: keyof typeof words, index: number, odd: string): Example => ({
    text: `${words[category][index % 5] ?? ''} ${odd}${index} ${words[category][(index + 2) % 5] ?? ''}`,
    category,
    urgency: index % 4 === 0 ? 'urgent' : 'normal',
  });
  const base = kinds.flatMap((category) => Array.from({ length: 20 }, (_, n) => example(category, n, 'x')));
  // Of late people write words that no base example and no lexicon knows, and mean water supply.
  const said = (day: number, index: number): Correction => ({
    reportId: `r${day}-${index}`,
    at: new Date(now.getTime() - day * 86_400_000 + index).toISOString(),
    text: `zoro bimbo tukan ${String.fromCharCode(97 + index)}`,
    category: 'water_supply',
    urgency: 'normal',
    said: { category: 'animals', model: 'x' },
  });
  const active = modelOf(train(base));

  test('a model that knows what people said before is better on what they say now, and is proposed with its figures', async () => {
    const corrections = Array.from({ length: 20 }, (_, index) => [said(60, index), said(5, index)]).flat();
    const proposals: TrainedModel[] = [];
    const store = {
      propose: (_: unknown, model: TrainedModel) => Promise.resolve(void proposals.push(model)),
    };
    const { proposed, version } = await retrain(store, base, corrections, active, now);
    expect(proposals).toEqual([proposed]);
    expect(proposed).toMatchObject({ version, comparedWith: active.version, corrections: 20 });
    expect(proposed?.comparison.recent.proposed.accuracy).toBeGreaterThan(
      proposed?.comparison.recent.active.accuracy ?? 1,
    );
  });

  test('the same examples make the same model, and propose nothing', async () => {
    const store = { propose: () => Promise.reject(new Error('nothing was to be proposed')) };
    expect(await retrain(store, base, [], active, now)).toEqual({ proposed: null, version: active.version });
  });

  test('scores go over the categories that occur', () => {
    expect(scoresOf(active, [])).toEqual({ texts: 0, accuracy: null, macroF1: null });
    expect(scoresOf(active, base).macroF1).toBeGreaterThan(0.9);
  });
});
