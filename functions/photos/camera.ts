import * as z from 'zod';
import { Point } from '../../shared/city/directory.ts';
import { type Exif, readExif } from './exif.ts';

/** What a camera wrote into a picture: when it was taken (RFC 3339, UTC) and where. For officials alone. */
export interface CameraNotes {
  takenAt: string | null;
  takenLocation: Point | null;
}

/** Cameras note the time on their wall. Those that do not say of which zone are taken to show the city's. */
const cityOffset = '+07:00';

const CameraTime = z
  .string()
  .regex(/^\d{4}:\d\d:\d\d \d\d:\d\d:\d\d$/)
  .transform((text) => text.replace(':', '-').replace(':', '-').replace(' ', 'T'));
const Offset = z.string().regex(/^[+-][01]\d:[0-5]\d$/);

/** Degrees, minutes, seconds. */
const Angle = z.array(z.number().nonnegative()).min(1).max(3);
const Place = z.object({
  latitude: Angle,
  latitudeRef: z.enum(['N', 'S']),
  longitude: Angle,
  longitudeRef: z.enum(['E', 'W']),
});

/** Reads a picture's EXIF. What is written wrongly there is as if it were not there. */
export function cameraNotes(exif: Uint8Array | undefined): CameraNotes {
  const found = exif && read(exif);
  return { takenAt: found ? timeOf(found) : null, takenLocation: found ? placeOf(found) : null };
}

function read(exif: Uint8Array): Exif | undefined {
  try {
    return readExif(exif);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function timeOf({ time, offset }: Exif): string | null {
  const wallClock = CameraTime.safeParse(time).data;
  const zone = Offset.safeParse(offset).data ?? cityOffset;
  const at = new Date(`${wallClock}${zone}`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

function placeOf(exif: Exif): Point | null {
  const { data } = Place.safeParse(exif);
  if (data === undefined) return null;
  const lat = degrees(data.latitude, data.latitudeRef === 'S');
  const lng = degrees(data.longitude, data.longitudeRef === 'W');
  // A phone that has not found its place yet writes 0, 0.
  return lat === 0 && lng === 0 ? null : (Point.safeParse({ lat, lng }).data ?? null);
}

/** To six digits: a decimetre. */
function degrees([whole = 0, minutes = 0, seconds = 0]: readonly number[], negative: boolean): number {
  const value = Math.round((whole + minutes / 60 + seconds / 3600) * 1e6) / 1e6;
  return negative && value !== 0 ? -value : value;
}
