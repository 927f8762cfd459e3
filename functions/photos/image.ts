import sharp, { type Sharp } from 'sharp';
import { type CameraNotes, cameraNotes } from './camera.ts';
import { type Size, sizes } from '../../shared/photo-record.ts';
import { formats, type Refusal } from './photo.ts';

// SVG is a program in XML: it is not even looked at.
sharp.block({ operation: ['VipsForeignLoadSvg'] });

/** A picture that is one: its versions for everybody, and what the camera noted, for officials. */
export interface Picture extends CameraNotes {
  versions: Map<Size, Buffer>;
  /** Pixels of the upload, held upright. */
  width: number;
  height: number;
  /** Perceptual hash (difference hash), 64 bits as 16 hex digits: alike pictures differ in few bits. */
  hash: string;
}

export type Examined = { picture: Picture } | { refused: Refusal };

/**
 * Looks at an upload by decoding it, whatever it is called. Versions are upright JPEGs without any metadata. Never
 * throws for what a client may have sent.
 */
export async function examine(upload: Buffer, maxMegapixels: number): Promise<Examined> {
  const header = await headerOf(upload).catch(() => null);
  if (header === null) return { refused: 'not-a-picture' };
  if (!formats.includes(header.format)) return { refused: 'wrong-format' };
  const { pages = 1 } = header;
  const { width, height } = header.autoOrient;
  if (width * height * pages > maxMegapixels * 1_000_000) return { refused: 'too-many-pixels' };
  try {
    const large = await version(
      sharp(upload, { failOn: 'error', limitInputPixels: maxMegapixels * 1_000_000 }).autoOrient(),
      1600,
    );
    const versions = new Map<Size, Buffer>([[1600, large]]);
    for (const size of sizes) if (size !== 1600) versions.set(size, await version(sharp(large), size));
    const hash = await differenceHash(large);
    return { picture: { versions, width, height, hash, ...cameraNotes(header.exif) } };
  } catch {
    return { refused: 'damaged' };
  }
}

async function headerOf(upload: Buffer) {
  return sharp(upload, { limitInputPixels: false }).metadata();
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
