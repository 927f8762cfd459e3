import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

/** A picture with a gradient, so that it looks like something: bright at the left, dark at the right. */
export function gradient(width: number, height: number): Sharp {
  const pixels = Buffer.alloc(width * height * 3);
  for (let at = 0; at < width * height; at += 1) {
    const bright = 255 - Math.round(((at % width) / width) * 200);
    pixels.fill(bright, at * 3, at * 3 + 3);
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** What a phone writes: taken on 2026-11-23 at 9:15:03, at Đại Nội. */
export const phoneExif = {
  IFD0: { Make: 'Phone', Model: 'One', Software: 'secret-firmware' },
  IFD2: { DateTimeOriginal: '2026:11:23 09:15:03' },
  IFD3: {
    GPSLatitudeRef: 'N',
    GPSLatitude: '16/1 28/1 1128/100',
    GPSLongitudeRef: 'E',
    GPSLongitude: '107/1 34/1 4296/100',
  },
};

/** A PNG whose header says that it has these many pixels. */
export async function pngThatSays(width: number, height: number): Promise<Buffer> {
  const png = await gradient(8, 8).png().toBuffer();
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
  return png;
}
