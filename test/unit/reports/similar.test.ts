import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alike, boxAround, likely } from '../../../functions/reports/similar.ts';
import { contains } from '../../../functions/reports/map.ts';
import rulesFile from '../../../shared/triage/data/duplicates.json' with { type: 'json' };
import { DuplicateRules } from '../../../shared/triage/duplicates.ts';
import { now, submitted } from './samples.ts';

const rules = DuplicateRules.parse(rulesFile);
const report = submitted({ photoIds: ['a'] });
const search = {
  text: 'O ga lon truoc cong truong hoc',
  category: 'road_damage' as const,
  location: { lat: report.location.lat + 0.0001, lng: report.location.lng },
  at: new Date(now.getTime() + 3_600_000),
  hashes: [] as string[],
};
const found = (more: Partial<typeof search>, other = report) =>
  likely({ ...search, ...more }, [other], () => ['00ff00ff00ff00ff'], rules);

describe('a report is likely about the same', () => {
  test('that says much the same close by a little earlier, however it is typed', () => {
    expect(found({})).toMatchObject([{ metres: 11, samePicture: false, report: { id: report.id } }]);
  });
  test('not further away than such a thing reaches, nor of another category, nor when it is done', () => {
    expect(found({ location: { ...search.location, lat: report.location.lat + 0.001 } })).toEqual([]);
    expect(found({}, { ...report, category: 'trees_parks' })).toEqual([]);
    expect(found({}, { ...report, status: 'resolved' })).toEqual([]);
  });
  test('whose picture is the same, whatever is said', () => {
    const words = { text: 'Sửa giùm tui với', at: new Date(now.getTime() + 100 * 3_600_000) };
    expect(found(words)).toEqual([]);
    expect(found({ ...words, hashes: ['00ff00ff00ff00fe'] })).toMatchObject([
      { samePicture: true, score: 0.95 },
    ]);
  });
});

test('hashes are alike when few bits differ, and always with themselves', () => {
  const hash = fc.array(fc.constantFrom(...'0123456789abcdef'), { minLength: 16, maxLength: 16 });
  fc.assert(fc.property(hash, (digits) => alike(digits.join(''), digits.join(''))));
  expect(alike('0000000000000000', 'ffffffffffffffff')).toBe(false);
});

test('the box around a place holds what is within reach each way', () => {
  const place = { lat: 16.47, lng: 107.58 };
  const box = boxAround(place, 100);
  for (const [north, east] of [
    [0.00089, 0],
    [-0.00089, 0],
    [0, 0.00093],
    [0, -0.00093],
  ] as const) {
    expect(contains(box, { lat: place.lat + north, lng: place.lng + east })).toBe(true);
  }
});
