import * as polyclip from 'polyclip-ts';
import type { Boundaries } from '../../shared/city/boundaries.ts';
import type { Unit } from '../../shared/city/directory.ts';
import type { FieldError } from '../../shared/errors.ts';
import type { BoundaryFile } from './boundary-file.ts';
import {
  boxOf,
  clip,
  type Polygons,
  ringSquareMetres,
  selfCrossing,
  sharedBox,
  squareMetres,
} from './geometry.ts';

type Area = Boundaries['areas'][number];

/** Neighbours drawn by different hands may overlap by slivers of this size. Assumed: a football pitch. */
const toleratedSquareMetres = 7000;

/** Overlaps that are named; a file with more is wrong as a whole, and each takes time to measure. */
const namedOverlaps = 20;

const error = (field: string, vi: string, en: string): FieldError => ({ field, message: { vi, en } });

/**
 * The areas of a file, or all that is wrong with it: a commune unknown, twice or missing, a ring that is not closed,
 * has no area or crosses itself, communes that overlap. An overlap is what two areas share beyond 7,000 m².
 */
export function checkBoundaries(
  file: BoundaryFile,
  units: readonly Unit[],
): { areas: Area[]; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const communes = new Set(units.filter(({ kind }) => kind === 'commune').map(({ code }) => code));
  const seen = new Map<string, number>();
  const areas: Area[] = [];
  for (const [index, { properties, geometry }] of file.features.entries()) {
    const field = `features.${index}`;
    const { code } = properties;
    const first = seen.get(code);
    if (!communes.has(code)) {
      errors.push(
        error(`${field}.properties.code`, `Không có xã, phường ${code}`, `There is no commune ${code}`),
      );
    } else if (first !== undefined) {
      errors.push(
        error(
          `${field}.properties.code`,
          `${code} đã có ở features.${first}`,
          `${code} is in features.${first} already`,
        ),
      );
    }
    seen.set(code, first ?? index);
    const given = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    // Heights, where a file has them, say nothing about boundaries.
    const polygons: Polygons = given.map((polygon) =>
      polygon.map((ring) => ring.map(([lng, lat]): [number, number] => [lng, lat])),
    );
    for (const [p, polygon] of polygons.entries()) {
      const where = `${field}.geometry.coordinates${geometry.type === 'Polygon' ? '' : `.${p}`}`;
      for (const [r, ring] of polygon.entries()) errors.push(...ringErrors(ring, `${where}.${r}`));
    }
    areas.push({ unit: code, bbox: boxOf(polygons), polygons });
  }
  for (const code of communes) {
    if (!seen.has(code))
      errors.push(error('features', `Thiếu xã, phường ${code}`, `Commune ${code} is missing`));
  }
  // Areas that are not areas cannot be laid over each other.
  if (errors.length === 0) errors.push(...overlaps(areas));
  return { areas, errors };
}

function ringErrors(ring: Polygons[number][number], field: string): FieldError[] {
  const [start, end] = [ring[0], ring.at(-1)];
  if (start?.[0] !== end?.[0] || start?.[1] !== end?.[1]) {
    return [error(field, 'Đường biên chưa khép kín', 'The ring is not closed')];
  }
  if (ringSquareMetres(ring) < 1) {
    return [error(field, 'Đường biên không bao quanh diện tích nào', 'The ring encloses no area')];
  }
  const crossing = selfCrossing(ring);
  if (crossing === null) return [];
  const at = `${crossing[1].toFixed(5)}, ${crossing[0].toFixed(5)}`;
  return [error(field, `Đường biên tự cắt gần ${at}`, `The ring crosses itself near ${at}`)];
}

/** Each two areas whose boxes meet, as far as the boxes meet: neighbours share little of their outlines. */
function overlaps(areas: readonly Area[]): FieldError[] {
  const found: FieldError[] = [];
  for (const [index, a] of areas.entries()) {
    for (const b of areas.slice(index + 1)) {
      const shared = sharedSquareMetres(a, b);
      if (shared <= toleratedSquareMetres) continue;
      const size = Math.round(shared).toLocaleString('en');
      found.push(
        error(
          `features.${index}.geometry`,
          `${a.unit} chồng lên ${b.unit} (${size} m²)`,
          `${a.unit} overlaps ${b.unit} (${size} m²)`,
        ),
      );
      if (found.length === namedOverlaps) return found;
    }
  }
  return found;
}

function sharedSquareMetres(a: Area, b: Area): number {
  const box = sharedBox(a.bbox, b.bbox);
  if (box === null) return 0;
  const [partOfA, partOfB] = [clip(a.polygons, box), clip(b.polygons, box)];
  if (partOfA.length === 0 || partOfB.length === 0) return 0;
  return squareMetres(polyclip.intersection(partOfA, partOfB));
}
