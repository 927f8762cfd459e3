import fc from 'fast-check';
import * as polyclip from 'polyclip-ts';
import { describe, expect, test } from 'vitest';
import { checkBoundaries } from '../../../functions/city/boundary-check.ts';
import { BoundaryFile } from '../../../functions/city/boundary-file.ts';
import { clip, selfCrossing, sharedBox, squareMetres } from '../../../functions/city/geometry.ts';
import type { Unit } from '../../../shared/city/directory.ts';

type Ring = [number, number][];

const side = 4;
const units: Unit[] = Array.from({ length: side * side }, (_, index) => ({
  code: `C${index}`,
  kind: 'commune',
  name: { vi: `C${index}`, en: `C${index}` },
}));

/** A city of four by four communes of about 10 × 10 km, their corners moved by up to a third of that. */
function cityOf(
  shifts: readonly (readonly [number, number])[],
  points: (ring: Ring) => Ring = (ring) => ring,
) {
  const corner = (x: number, y: number): [number, number] => {
    const [dx, dy] = shifts[y * (side + 1) + x] ?? [0, 0];
    return [107 + (x + dx) / 10, 16 + (y + dy) / 10];
  };
  const features = units.map(({ code }, index) => {
    const [x, y] = [index % side, Math.floor(index / side)];
    const ring = points([
      corner(x, y),
      corner(x + 1, y),
      corner(x + 1, y + 1),
      corner(x, y + 1),
      corner(x, y),
    ]);
    return { type: 'Feature', properties: { code }, geometry: { type: 'Polygon', coordinates: [ring] } };
  });
  return { type: 'FeatureCollection', features };
}

const shift = fc.double({ min: -0.33, max: 0.33, noNaN: true });
const anyShifts = fc.array(fc.tuple(shift, shift), {
  minLength: (side + 1) ** 2,
  maxLength: (side + 1) ** 2,
});
const errorsOf = (file: object) => checkBoundaries(BoundaryFile.parse(file), units).errors;

describe('boundaries', () => {
  test('of communes that share their borders are good, however the borders run', () => {
    fc.assert(
      fc.property(anyShifts, (shifts) => {
        expect(errorsOf(cityOf(shifts))).toEqual([]);
      }),
    );
  });

  test('of a commune that reaches into its neighbours are refused, and both are named', () => {
    fc.assert(
      fc.property(anyShifts, fc.nat(side * side - 2), (shifts, index) => {
        const city = cityOf(shifts);
        const moved = structuredClone(city);
        for (const position of moved.features[index]!.geometry.coordinates[0]!) position[0] += 0.02;
        const named = errorsOf(moved).map(({ message }) => message.en);
        if (index % side < side - 1) expect(named.join()).toContain(`C${index} overlaps C${index + 1}`);
        for (const message of named) expect(message).toContain(`C${index}`);
      }),
    );
  });

  test('with slivers between hands that drew them are good', () => {
    const shifts = Array.from({ length: (side + 1) ** 2 }, () => [0, 0] as const);
    const city = cityOf(shifts);
    // 0.3 m of a border of 10 km: 3,000 m².
    for (const position of city.features[5]!.geometry.coordinates[0]!) position[0] += 0.000003;
    expect(errorsOf(city)).toEqual([]);
  });

  test('that hold one area twice, or one inside another, are refused', () => {
    const shifts = Array.from({ length: (side + 1) ** 2 }, () => [0, 0] as const);
    const twice = cityOf(shifts);
    twice.features[1]!.geometry = structuredClone(twice.features[0]!.geometry);
    expect(errorsOf(twice).map(({ field }) => field)).toEqual(['features.0.geometry']);
    const inside = cityOf(shifts);
    inside.features[1]!.geometry.coordinates = [
      [
        [107.02, 16.02],
        [107.05, 16.02],
        [107.05, 16.05],
        [107.02, 16.02],
      ],
    ];
    expect(errorsOf(inside).map(({ field }) => field)).toEqual(['features.0.geometry']);
  });

  test('may have holes and parts, and heights that nobody looks at', () => {
    const [commune] = units;
    const ring = (from: number, to: number, height: number[] = []) => [
      [from, from - 91, ...height],
      [to, from - 91, ...height],
      [to, to - 91, ...height],
      [from, to - 91, ...height],
      [from, from - 91, ...height],
    ];
    const coordinates = [[ring(107, 107.1, [12.5]), ring(107.02, 107.04)], [ring(107.2, 107.3)]];
    const file = {
      type: 'FeatureCollection',
      crs: { type: 'name' },
      features: [
        {
          type: 'Feature',
          id: 7,
          properties: { code: 'C0', name: 'x' },
          geometry: { type: 'MultiPolygon', coordinates },
        },
      ],
    };
    const { areas, errors } = checkBoundaries(BoundaryFile.parse(file), commune ? [commune] : []);
    expect(errors).toEqual([]);
    expect(areas[0]?.bbox.map((value) => Number(value.toFixed(9)))).toEqual([107, 16, 107.3, 16.3]);
    expect(areas[0]?.polygons.flat(2).every((position) => position.length === 2)).toBe(true);
  });

  test('without an area are refused', () => {
    const shifts = Array.from({ length: (side + 1) ** 2 }, () => [0, 0] as const);
    const flat = cityOf(shifts, (ring) => ring.map(() => [107, 16]));
    expect(errorsOf(flat)).toHaveLength(units.length);
    expect(errorsOf(flat)[0]).toMatchObject({ field: 'features.0.geometry.coordinates.0' });
  });

  test('name at most 20 overlaps', () => {
    const all = cityOf(Array.from({ length: (side + 1) ** 2 }, () => [0, 0] as const));
    for (const one of all.features) one.geometry = structuredClone(all.features[0]!.geometry);
    expect(errorsOf(all)).toHaveLength(20);
  });
});

/** A ring around a centre, each corner at its own distance: it never crosses itself. */
const star = (centre: number) =>
  fc.array(fc.double({ min: 0.2, max: 1, noNaN: true }), { minLength: 5, maxLength: 30 }).map((distances) => {
    const ring = distances.map((distance, index): [number, number] => {
      const angle = (2 * Math.PI * index) / distances.length;
      return [107 + centre + (distance * Math.cos(angle)) / 10, 16 + (distance * Math.sin(angle)) / 10];
    });
    return [...ring, ring[0]!] as Ring;
  });

describe('geometry', () => {
  test('what two areas share is the same, measured as a whole or where their boxes meet', () => {
    fc.assert(
      fc.property(star(0), star(0.05), (a, b) => {
        const boxOfRing = (ring: Ring): [number, number, number, number] => {
          const [lngs, lats] = [ring.map(([lng]) => lng), ring.map(([, lat]) => lat)];
          return [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)];
        };
        const box = sharedBox(boxOfRing(a), boxOfRing(b));
        const whole = squareMetres(polyclip.intersection([a], [b]));
        const clipped =
          box === null ? 0 : squareMetres(polyclip.intersection(clip([[a]], box), clip([[b]], box)));
        expect(Math.abs(whole - clipped)).toBeLessThan(1);
      }),
    );
  });

  test('a ring around its centre does not cross itself; two of its corners exchanged, it does', () => {
    fc.assert(
      fc.property(star(0), (ring) => {
        expect(selfCrossing(ring)).toBeNull();
      }),
    );
    const [a, b, c, d] = [
      [107, 16],
      [107.1, 16],
      [107.1, 16.1],
      [107, 16.1],
    ] as [[number, number], [number, number], [number, number], [number, number]];
    expect(selfCrossing([a, c, b, d, a])).not.toBeNull();
    // Touching itself at a corner is no crossing.
    expect(selfCrossing([a, b, [107.05, 16.05], c, d, [107.05, 16.05], a])).toBeNull();
  });

  test('areas are right: a hundredth of a degree at 16° north is 1,112 × 1,069 m', () => {
    const square: Ring = [
      [107, 16],
      [107.01, 16],
      [107.01, 16.01],
      [107, 16.01],
      [107, 16],
    ];
    expect(squareMetres([[square]]) / (1111.95 * 1068.88)).toBeCloseTo(1, 4);
  });
});
