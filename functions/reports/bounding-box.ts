import * as z from 'zod';
import type { Text } from '../../shared/errors.ts';

/** West, south, east, north in degrees. */
export type Box = [west: number, south: number, east: number, north: number];

/** The largest box that one query may ask for, each way. */
const mostDegrees = 2;

function problemWith(text: string, numbers: number[]): Text | null {
  const [west = Number.NaN, south = Number.NaN, east = Number.NaN, north = Number.NaN] = numbers;
  if (
    numbers.length !== 4 ||
    numbers.some((value) => !Number.isFinite(value)) ||
    /(^|,)\s*(,|$)/.test(text)
  ) {
    return { vi: 'Cần bốn số: tây,nam,đông,bắc', en: 'Four numbers are needed: west,south,east,north' };
  }
  if (Math.abs(west) > 180 || Math.abs(east) > 180 || Math.abs(south) > 90 || Math.abs(north) > 90) {
    return { vi: 'Toạ độ nằm ngoài Trái Đất', en: 'The coordinates lie outside the world' };
  }
  if (west >= east || south >= north) {
    return { vi: 'Thứ tự là tây,nam,đông,bắc', en: 'The order is west,south,east,north' };
  }
  if (east - west > mostDegrees || north - south > mostDegrees) {
    return { vi: `Mỗi chiều nhiều nhất ${mostDegrees} độ`, en: `At most ${mostDegrees} degrees each way` };
  }
  return null;
}

/** A box of the map as clients send it: `107.5,16.4,107.7,16.6`. */
export const BoundingBox = z
  .string()
  .max(200)
  .transform((text, context): Box => {
    const numbers = text.split(',').map(Number);
    const wrong = problemWith(text, numbers);
    if (wrong) {
      context.issues.push({ code: 'custom', input: text, message: wrong.en, params: { text: wrong } });
      return z.NEVER;
    }
    const [west = 0, south = 0, east = 0, north = 0] = numbers;
    return [west, south, east, north];
  })
  .meta({ description: `west,south,east,north in degrees, at most ${mostDegrees} each way` });
