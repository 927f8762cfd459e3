import readExif from 'exif-reader';
import sharp, { type Sharp } from 'sharp';
import { formats, type Refusal, type Size, sizes } from './photo.ts';

/** A picture that is one: its versions for everybody, and what the camera knew, for officials. */
export interface Picture {
  versions: Map<Size, Buffer>;
  width: number;
  height: number;
  /** Perceptual hash (difference hash), 64 bits as 16 hex digits: alike pictures differ in few bits. */
  hash: string;
  takenAt: string | null;
  takenLocation: { lat: number; lng: number } | null;
}

export type Examined = { picture: Picture } | { refused: Refusal };

/**
 * Looks at an upload by decoding it, whatever it is called. Versions are upright JPEGs without any metadata. Never
 * throws for what a client may have sent.
 */
export async function examine(upload: Buffer, maxMegapixels: number): Promise<Examined> {
  const header = await sharp(upload, { limitInputPixels: false })
    .metadata()
    .catch(() => null);
  if (header === null) return { refused: 'not-a-picture' };
  if (!formats.includes(header.format)) return { refused: 'wrong-format' };
  const { width, height, pages = 1 } = header;
  if (width * height * pages > maxMegapixels * 1_000_000) return { refused: 'too-many-pixels' };
  try {
    const large = await version(
      sharp(upload, { failOn: 'error', limitInputPixels: maxMegapixels * 1_000_000 }).autoOrient(),
      1600,
    );
    const versions = new Map<Size, Buffer>([[1600, large]]);
    for (const size of sizes) if (size !== 1600) versions.set(size, await version(sharp(large), size));
    const camera = header.exif === undefined ? nothingKnown : whatTheCameraKnew(header.exif);
    return { picture: { versions, width, height, hash: await differenceHash(large), ...camera } };
  } catch {
    return { refused: 'damaged' };
  }
}

function version(picture: Sharp, size: Size): Promise<Buffer> {
  return picture
    .resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 80 })
    .toBuffer();
}

/** Each bit says whether a cell of a 9 × 8 grey picture is brighter than its right neighbour. */
async function differenceHash(picture: Buffer): Promise<string> {
  const grey = await sharp(picture).resize(9, 8, { fit: 'fill' }).greyscale().raw().toBuffer();
  let bits = 0n;
  for (let row = 0; row < 8; row += 1) {
    for (let column = 0; column < 8; column += 1) {
      const here = grey[row * 9 + column] ?? 0;
      const right = grey[row * 9 + column + 1] ?? 0;
      bits = (bits << 1n) | (here > right ? 1n : 0n);
    }
  }
  return bits.toString(16).padStart(16, '0');
}

const nothingKnown = { takenAt: null, takenLocation: null };

/** Time and place from EXIF. What is written wrongly there is as if it were not there. */
function whatTheCameraKnew(exif: Buffer): Pick<Picture, 'takenAt' | 'takenLocation'> {
  try {
    const { Photo, GPSInfo } = readExif(exif);
    const time = Photo?.DateTimeOriginal;
    const lat = degrees(GPSInfo?.GPSLatitude, GPSInfo?.GPSLatitudeRef === 'S');
    const lng = degrees(GPSInfo?.GPSLongitude, GPSInfo?.GPSLongitudeRef === 'W');
    const known = lat !== null && lng !== null && Math.abs(lat) <= 90 && Math.abs(lng) <= 180;
    return {
      // EXIF has no zone: the camera's wall clock, as it stands there.
      takenAt: time instanceof Date && !Number.isNaN(time.getTime()) ? time.toISOString().slice(0, 19) : null,
      takenLocation: known ? { lat, lng } : null,
    };
  } catch {
    return nothingKnown;
  }
}

function degrees(parts: number[] | undefined, negative: boolean): number | null {
  const [whole, minutes = 0, seconds = 0] = parts ?? [];
  if (whole === undefined) return null;
  const value = whole + minutes / 60 + seconds / 3600;
  if (!Number.isFinite(value)) return null;
  return Math.round((negative ? -value : value) * 1e6) / 1e6;
}
