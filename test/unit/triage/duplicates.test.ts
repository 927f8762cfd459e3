import fc from 'fast-check';
import { expect, test } from 'vitest';
import shipped from '../../../shared/triage/data/duplicates.json' with { type: 'json' };
import { withoutDiacritics } from '../../../shared/triage/diacritics.ts';
import { DuplicateRules, likeness, type Comparable } from '../../../shared/triage/duplicates.ts';
import { shinglesOf, similarity } from '../../../shared/triage/similarity.ts';

const rules = DuplicateRules.parse(shipped);
const pothole: Comparable = {
  text: 'Ổ gà lớn giữa đường Nguyễn Huệ, gần trường Quốc Học',
  category: 'road_damage',
  location: { lat: 16.4598, lng: 107.5886 },
  at: new Date('2026-11-20T08:00:00Z'),
};
const alike = (text: string) => similarity(shinglesOf(pothole.text), shinglesOf(text));

test('the same text without diacritics, in capitals or with other punctuation is the same', () => {
  expect(alike(withoutDiacritics(pothole.text))).toBe(1);
  expect(alike(pothole.text.toUpperCase().replace(',', ' !!'))).toBe(1);
  expect(alike('Ổ gà rất lớn giữa đường Nguyễn Huệ, gần trường Quốc Học')).toBeGreaterThan(0.7);
  expect(alike('Rác đổ đầy bờ sông An Cựu')).toBeLessThan(0.15);
});

test('one thing told twice is suspected; farther, later or of another kind is not', () => {
  const again = {
    ...pothole,
    text: 'o ga lon giua duong Nguyen Hue gan truong Quoc Hoc',
    at: new Date('2026-11-21T08:00:00Z'),
  };
  expect(likeness(pothole, again, rules).suspected).toBe(true);
  const far = { ...again, location: { lat: 16.4698, lng: 107.5886 } };
  expect(likeness(pothole, far, rules)).toMatchObject({ score: 0, suspected: false });
  const late = { ...again, at: new Date('2026-12-25T08:00:00Z') };
  expect(likeness(pothole, late, rules).score).toBe(0);
  expect(likeness(pothole, { ...again, category: 'trees_parks' }, rules).score).toBe(0);
});

test('how far is near depends on the category', () => {
  const at200 = { lat: pothole.location.lat + 0.0018, lng: pothole.location.lng };
  expect(likeness(pothole, { ...pothole, location: at200 }, rules).score).toBe(0);
  const flood = { ...pothole, category: 'flooding_drainage' as const };
  expect(likeness(flood, { ...flood, location: at200 }, rules).score).toBeGreaterThan(0.6);
});

test('a score is the same either way round and between 0 and 1', () => {
  const comparable = fc.record({
    text: fc.string({ unit: 'binary', maxLength: 60 }),
    category: fc.constantFrom('road_damage' as const, 'animals' as const),
    location: fc.record({
      lat: fc.double({ min: 16.45, max: 16.4502, noNaN: true }),
      lng: fc.constant(107.58),
    }),
    at: fc.date({ min: new Date('2026-01-01'), max: new Date('2026-01-05'), noInvalidDate: true }),
  });
  fc.assert(
    fc.property(comparable, comparable, (one, other) => {
      const { score } = likeness(one, other, rules);
      expect(score).toBeCloseTo(likeness(other, one, rules).score, 9);
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
    }),
  );
});
