import type { Boundaries } from '../../shared/city/boundaries.ts';

type Area = Boundaries['areas'][number];
export type Box = Area['bbox'];
export type Polygons = Area['polygons'];
type Position = readonly [number, number];
type Ring = readonly Position[];

/** [west, south, east, north] of all positions. */
export function boxOf(polygons: Polygons): Box {
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const [lng, lat] of polygons.flat(2)) {
    [west, east] = [Math.min(west, lng), Math.max(east, lng)];
    [south, north] = [Math.min(south, lat), Math.max(north, lat)];
  }
  return [west, south, east, north];
}

/** What two boxes share; null when they do not meet. */
export function sharedBox(a: Box, b: Box): Box | null {
  const [west, south] = [Math.max(a[0], b[0]), Math.max(a[1], b[1])];
  const [east, north] = [Math.min(a[2], b[2]), Math.min(a[3], b[3])];
  return west > east || south > north ? null : [west, south, east, north];
}

/**
 * The part of polygons inside a box (Sutherland and Hodgman). Where a ring leaves the box and comes back, its parts
 * stay joined along the box's edge by lines without area, which is all the same to what is measured of them.
 */
export function clip(polygons: Polygons, [west, south, east, north]: Box): Polygons {
  const sides = [
    { axis: 0, at: west, keepsAbove: true },
    { axis: 0, at: east, keepsAbove: false },
    { axis: 1, at: south, keepsAbove: true },
    { axis: 1, at: north, keepsAbove: false },
  ] as const;
  const inside = (ring: Ring) => sides.reduce<Ring>((rest, side) => cutOff(rest, side), ring);
  return polygons
    .map((polygon) =>
      polygon
        .map(inside)
        .filter((ring) => ring.length > 2)
        .map((ring) => ring.map(([lng, lat]): [number, number] => [lng, lat])),
    )
    .filter((polygon) => polygon.length > 0);
}

function cutOff(ring: Ring, side: { axis: 0 | 1; at: number; keepsAbove: boolean }): Position[] {
  const { axis, at, keepsAbove } = side;
  const kept = (position: Position) => (keepsAbove ? position[axis] >= at : position[axis] <= at);
  return ring.flatMap((to, index) => {
    const from = ring.at(index - 1) ?? to;
    const passes = kept(from) !== kept(to);
    const share = passes ? (at - from[axis]) / (to[axis] - from[axis]) : 0;
    const across = axis === 0 ? from[1] + share * (to[1] - from[1]) : from[0] + share * (to[0] - from[0]);
    const edge: Position = axis === 0 ? [at, across] : [across, at];
    return [...(passes ? [edge] : []), ...(kept(to) ? [to] : [])];
  });
}

/** Metres a degree of latitude on the mean sphere. */
const metresPerDegree = 111_195;

/** The area of polygons on a plane that touches the earth where they lie, in square metres. */
export function squareMetres(polygons: readonly (readonly Ring[])[]): number {
  let sum = 0;
  for (const polygon of polygons) {
    for (const [index, ring] of polygon.entries()) sum += (index === 0 ? 1 : -1) * ringSquareMetres(ring);
  }
  return sum;
}

export function ringSquareMetres(ring: Ring): number {
  const [west, south] = ring[0] ?? [0, 0];
  // Measured from a corner of its own: products of whole longitudes would lose the last metres.
  const local = ring.map(([lng, lat]) => [lng - west, lat - south] as const);
  let doubled = 0;
  for (const [index, [bx, by]] of local.entries()) {
    const [ax, ay] = local.at(index - 1) ?? [0, 0];
    doubled += ax * by - bx * ay;
  }
  return (Math.abs(doubled) / 2) * metresPerDegree ** 2 * Math.cos((south * Math.PI) / 180);
}

/** Where a ring crosses itself; null where it does not. Sorted by longitude, so that few pairs are compared. */
export function selfCrossing(ring: Ring): Position | null {
  const segments = ring
    .slice(1)
    .map((to, index) => ({ from: ring[index] ?? to, to }))
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
