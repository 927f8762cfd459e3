import * as polyclip from 'polyclip-ts';
import type { Boundaries } from '../../shared/city/boundaries.ts';
import type { Unit } from '../../shared/city/directory.ts';
import type { FieldError } from '../../shared/errors.ts';
import type { BoundaryFile } from './boundary-file.ts';

type Area = Boundaries['areas'][number];

/** Neighbours drawn by different hands may overlap by slivers of this size. Assumed: a football pitch. */
const toleratedSquareMetres = 7000;

const error = (field: string, vi: string, en: string): FieldError => ({ field, message: { vi, en } });

/**
 * The areas of a file, or all that is wrong with it: a commune unknown, twice or missing, a ring not closed, a line
 * that crosses itself, communes that overlap. An overlap is what two areas share beyond 7,000 m².
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
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    errors.push(...ringErrors(polygons, `${field}.geometry.coordinates`));
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

function ringErrors(polygons: Area['polygons'], field: string): FieldError[] {
  return polygons.flatMap((polygon, p) =>
    polygon.flatMap((ring, r) => {
      const [start, end] = [ring[0], ring.at(-1)];
      const closed = start?.[0] === end?.[0] && start?.[1] === end?.[1];
      const where = polygons.length === 1 ? `${field}.${r}` : `${field}.${p}.${r}`;
      if (!closed) return [error(where, 'Đường biên chưa khép kín', 'The ring is not closed')];
      const crossing = selfCrossing(ring);
      if (crossing === null) return [];
      const at = `${crossing[1].toFixed(5)}, ${crossing[0].toFixed(5)}`;
      return [error(where, `Đường biên tự cắt gần ${at}`, `The ring crosses itself near ${at}`)];
    }),
  );
}

type Position = readonly [number, number];

/** Where a ring crosses itself; null where it does not. Segments are sorted by longitude, so few pairs are compared. */
function selfCrossing(ring: readonly Position[]): Position | null {
  const segments = ring
    .slice(1)
    .map((to, index) => ({ index, from: ring[index] ?? to, to }))
    .map((one) => ({
      ...one,
      west: Math.min(one.from[0], one.to[0]),
      east: Math.max(one.from[0], one.to[0]),
    }))
    .sort((a, b) => a.west - b.west);
  for (const [place, a] of segments.entries()) {
    for (let next = place + 1; next < segments.length; next += 1) {
      const b = segments[next];
      if (b === undefined || b.west > a.east) break;
      if (cross(a.from, a.to, b.from, b.to)) return b.from;
    }
  }
  return null;
}

/** Do two segments cross properly: each one's ends on different sides of the other? Touching ends do not count. */
function cross(a: Position, b: Position, c: Position, d: Position): boolean {
  const side = (p: Position, q: Position, r: Position) =>
    Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

function boxOf(polygons: Area['polygons']): Area['bbox'] {
  const positions = polygons.flat(2);
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const [lng, lat] of positions) {
    [west, east] = [Math.min(west, lng), Math.max(east, lng)];
    [south, north] = [Math.min(south, lat), Math.max(north, lat)];
  }
  return [west, south, east, north];
}

function overlaps(areas: readonly Area[]): FieldError[] {
  return areas.flatMap((a, index) =>
    areas.slice(index + 1).flatMap((b) => {
      if (!boxesMeet(a.bbox, b.bbox)) return [];
      const shared = squareMetres(polyclip.intersection(a.polygons, b.polygons));
      if (shared <= toleratedSquareMetres) return [];
      const size = Math.round(shared).toLocaleString('en');
      return [
        error(
          `features.${index}.geometry`,
          `${a.unit} chồng lên ${b.unit} (${size} m²)`,
          `${a.unit} overlaps ${b.unit} (${size} m²)`,
        ),
      ];
    }),
  );
}

function boxesMeet(a: Area['bbox'], b: Area['bbox']): boolean {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
}

const metresPerDegree = 111_195;

/** The area of polygons on a plane that touches the earth where they lie. */
function squareMetres(polygons: readonly (readonly (readonly (readonly number[])[])[])[]): number {
  let sum = 0;
  for (const polygon of polygons) {
    for (const [index, ring] of polygon.entries()) sum += (index === 0 ? 1 : -1) * ringSquareMetres(ring);
  }
  return sum;
}

function ringSquareMetres(ring: readonly (readonly number[])[]): number {
  const scale = metresPerDegree ** 2 * Math.cos(((ring[0]?.[1] ?? 0) * Math.PI) / 180);
  let doubled = 0;
  for (let index = 1; index < ring.length; index += 1) {
    const [ax = 0, ay = 0] = ring[index - 1] ?? [];
    const [bx = 0, by = 0] = ring[index] ?? [];
    doubled += ax * by - bx * ay;
  }
  return (Math.abs(doubled) / 2) * scale;
}
