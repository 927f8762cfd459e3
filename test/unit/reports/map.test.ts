import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BoundingBox } from '../../../functions/reports/bounding-box.ts';
import { mapHash, mapPartition } from '../../../functions/reports/keys.ts';
import { rangesOf } from '../../../functions/reports/map.ts';

const inCity = fc.record({
  lat: fc.double({ min: 15.9, max: 16.8, noNaN: true }),
  lng: fc.double({ min: 107, max: 108.2, noNaN: true }),
});

test('every point of a box lies in one of the ranges that are read for it', () => {
  fc.assert(
    fc.property(inCity, fc.double({ min: 0.0005, max: 0.9, noNaN: true }), inCity, (corner, size, point) => {
      const box = BoundingBox.parse([corner.lng, corner.lat, corner.lng + size, corner.lat + size].join(','));
      const inside = {
        lng: corner.lng + ((point.lng - 107) / 1.2) * size,
        lat: corner.lat + ((point.lat - 15.9) / 0.9) * size,
      };
      const hash = mapHash(inside);
      const found = rangesOf(box).filter(
        ({ partition, from = '', to = '' }) => partition === mapPartition(hash) && from <= hash && hash <= to,
      );
      expect(found).toHaveLength(1);
    }),
  );
});

test('a street takes few ranges, and so does the whole city', () => {
  expect(rangesOf([107.57, 16.46, 107.59, 16.48]).length).toBeLessThanOrEqual(16);
  expect(rangesOf([107.0, 15.95, 108.2, 16.8]).length).toBeLessThanOrEqual(24);
});

test.each([
  '',
  '1,2,3',
  'a,b,c,d',
  '107.6,16.4,107.5,16.6',
  '107,16,110,17',
  '200,16,201,17',
  '1,,2,3',
  '1,2,3,4,5',
])('a box written %j is refused', (text) => {
  expect(BoundingBox.safeParse(text).success).toBe(false);
});
