import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkBoundaries } from '../../../functions/city/boundary-check.ts';
import { BoundaryFile } from '../../../functions/city/boundary-file.ts';
import type { Boundaries } from '../../../shared/city/boundaries.ts';
import { type Unit, UnitsDocument } from '../../../shared/city/directory.ts';
import hue from '../../../shared/city/data/hue-units.json' with { type: 'json' };
import { locate, metresBetween } from '../../../shared/city/place.ts';

const { units: hueUnits } = UnitsDocument.parse(hue);
const limits = { toleranceMetres: 2000, knownPointReachMetres: 15_000 };
const commune = (code: string): Unit => ({ code, kind: 'commune', name: { vi: code, en: code } });
const units = [commune('W'), commune('E')];

/** Two squares of 0.1 degrees side by side. */
const square = (west: number, east: number, south = 16, north = 16.1) => [
  [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ],
];
const feature = (code: string, coordinates: number[][][]) => ({
  type: 'Feature',
  properties: { code },
  geometry: { type: 'Polygon', coordinates },
});
const fileOf = (...features: object[]) => BoundaryFile.parse({ type: 'FeatureCollection', features });
const west = feature('W', square(107, 107.1));
const east = feature('E', square(107.1, 107.2));

function boundariesOf(file: BoundaryFile, of: readonly Unit[]): Boundaries {
  const { areas, errors } = checkBoundaries(file, of);
  expect(errors).toEqual([]);
  return { version: 1, areas };
}

describe('the commune of a place', () => {
  const boundaries = boundariesOf(fileOf(west, east), units);

  test('is the one that it lies in', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 107.001, max: 107.199, noNaN: true }),
        fc.double({ min: 16.001, max: 16.099, noNaN: true }),
        (lng, lat) => {
          fc.pre(Math.abs(lng - 107.1) > 1e-6);
          expect(locate({ lat, lng }, units, boundaries, limits)).toEqual({
            commune: lng < 107.1 ? 'W' : 'E',
            isGuess: false,
          });
        },
      ),
    );
  });

  test('outside all, the nearest within two kilometres; further away none', () => {
    expect(locate({ lat: 16.115, lng: 107.02 }, units, boundaries, limits)?.commune).toBe('W');
    expect(locate({ lat: 16.125, lng: 107.02 }, units, boundaries, limits)).toBeNull();
  });

  test('without boundaries is a guess by the nearest known point, and none far from all', () => {
    expect(locate({ lat: 16.4698, lng: 107.5786 }, hueUnits, null, limits)).toEqual({
      commune: '19753',
      isGuess: true,
    });
    expect(locate({ lat: 21.03, lng: 105.85 }, hueUnits, null, limits)).toBeNull();
  });

  test('distances are right within a metre at this latitude', () => {
    // A degree of latitude, and 100 m east by the radius of the mean sphere.
    expect(metresBetween({ lat: 16, lng: 107 }, { lat: 17, lng: 107 })).toBeCloseTo(111_195, 0);
  });
});

describe('boundaries that cannot be', () => {
  const fields = (file: BoundaryFile) => checkBoundaries(file, units).errors.map(({ field }) => field);
  const bowTie = [
    [
      [107, 16],
      [107.1, 16.1],
      [107.1, 16],
      [107, 16.1],
      [107, 16],
    ],
  ];
  test.each([
    [
      'a commune that does not exist',
      fileOf(west, east, feature('X', square(108, 108.1))),
      'features.2.properties.code',
    ],
    ['one twice', fileOf(west, east, west), 'features.2.properties.code'],
    ['one missing', fileOf(west), 'features'],
    [
      'a ring that is not closed',
      fileOf(west, feature('E', [square(107.1, 107.2)[0]!.slice(0, 4)])),
      'features.1.geometry.coordinates.0',
    ],
    ['a ring that crosses itself', fileOf(feature('W', bowTie), east), 'features.0.geometry.coordinates.0'],
    ['two that overlap', fileOf(west, feature('E', square(107.09, 107.2))), 'features.0.geometry'],
  ])('%s', (_, file, field) => {
    expect(fields(file)).toEqual([field]);
  });

  test('coordinates outside the world are refused by name', () => {
    const wrong = { type: 'FeatureCollection', features: [feature('W', square(107, 207))] };
    expect(BoundaryFile.safeParse(wrong).success).toBe(false);
  });
});

// Only where an admin's file is at hand; the project has none.
const file = process.env.CITY_BOUNDARIES;
if (file !== undefined) {
  describe('the real boundaries', () => {
    const boundaries = boundariesOf(BoundaryFile.parse(JSON.parse(readFileSync(file, 'utf8'))), hueUnits);
    test.each([
      ['Đại Nội', 16.4698, 107.5786, '19753'],
      ['Phú Bài airport', 16.4015, 107.7033, '19960'],
      ['A Lưới town centre', 16.2756, 107.2317, '20044'],
      ['Lăng Cô', 16.2333, 108.0667, '20137'],
    ])('%s', (_, lat, lng, code) => {
      expect(locate({ lat, lng }, hueUnits, boundaries, limits)?.commune).toBe(code);
    });
  });
}
