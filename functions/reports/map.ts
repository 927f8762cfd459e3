import geohash from 'ngeohash';
import type { Range } from '../../shared/table/lists.ts';
import type { Box } from './bounding-box.ts';
import { mapPartition } from './keys.ts';

/** Does a box hold a point? Its edges belong to it. */
export function contains(
  [west, south, east, north]: Box,
  { lat, lng }: { lat: number; lng: number },
): boolean {
  return lng >= west && lng <= east && lat >= south && lat <= north;
}

/** More cells than this are covered by the next coarser ones. */
const mostCells = 32;
const coarsest = 4;
const finest = 8;

/** The ranges of the map's index that cover a box: cells of the finest geohash of which few enough are needed. */
export function rangesOf([west, south, east, north]: Box): Range[] {
  let cells = geohash.bboxes(south, west, north, east, coarsest);
  for (let letters = coarsest + 1; letters <= finest && cells.length * 2 <= mostCells; letters += 1) {
    const finer = geohash.bboxes(south, west, north, east, letters);
    if (finer.length > mostCells) break;
    cells = finer;
  }
  const ranges: { partition: string; from: string; to: string }[] = [];
  let previous: string | undefined;
  for (const cell of [...cells].sort()) {
    const last = ranges.at(-1);
    if (last && previous !== undefined && last.partition === mapPartition(cell) && follows(previous, cell)) {
      last.to = `${cell}~`;
    } else {
      ranges.push({ partition: mapPartition(cell), from: cell, to: `${cell}~` });
    }
    previous = cell;
  }
  return ranges;
}

const alphabet = '0123456789bcdefghjkmnpqrstuvwxyz';

/** Is `next` the cell right behind `cell` in the order of the index? */
function follows(cell: string, next: string): boolean {
  const place = (hash: string) => [...hash].reduce((sum, letter) => sum * 32 + alphabet.indexOf(letter), 0);
  return place(next) === place(cell) + 1;
}
