import fc from 'fast-check';
import sharp, { type Exif } from 'sharp';
import { describe, expect, test } from 'vitest';
import { cameraNotes } from '../../../functions/photos/camera.ts';
import { gradient, phoneExif } from './pictures.ts';

async function notesOf(exif: Exif) {
  const picture = await gradient(8, 8).withExif(exif).jpeg().toBuffer();
  return cameraNotes((await sharp(picture).metadata()).exif);
}

describe('what a camera notes', () => {
  test('is the time on its wall, of the city unless it says of where', async () => {
    const at = (IFD2: Record<string, string>) => notesOf({ IFD2 }).then(({ takenAt }) => takenAt);
    const DateTimeOriginal = '2026:11:23 09:15:03';
    expect(await at({ DateTimeOriginal })).toBe('2026-11-23T02:15:03.000Z');
    expect(await at({ DateTimeOriginal, OffsetTimeOriginal: '+09:00' })).toBe('2026-11-23T00:15:03.000Z');
    expect(await at({ DateTimeOriginal, OffsetTimeOriginal: 'Huế' })).toBe('2026-11-23T02:15:03.000Z');
    expect(await at({ DateTimeOriginal: 'yesterday' })).toBeNull();
    expect(await at({})).toBeNull();
  });

  test('is the place, south and west negative', async () => {
    const place = (IFD3: Record<string, string>) =>
      notesOf({ IFD3 }).then(({ takenLocation }) => takenLocation);
    expect(await place(phoneExif.IFD3)).toEqual({ lat: 16.4698, lng: 107.5786 });
    expect(await place({ ...phoneExif.IFD3, GPSLatitudeRef: 'S', GPSLongitudeRef: 'W' })).toEqual({
      lat: -16.4698,
      lng: -107.5786,
    });
  });

  test.each([
    ['half a place', { GPSLatitudeRef: 'N', GPSLatitude: '16/1 28/1 0/1' }],
    ['outside the world', { ...phoneExif.IFD3, GPSLatitude: '160/1 0/1 0/1' }],
    ['not numbers', { ...phoneExif.IFD3, GPSLatitude: '1/0 1/0 0/0' }],
    ['before the phone knew', { ...phoneExif.IFD3, GPSLatitude: '0/1 0/1 0/1', GPSLongitude: '0/1 0/1 0/1' }],
  ])('%s is no place', async (_, IFD3) => {
    expect((await notesOf({ IFD3, IFD2: phoneExif.IFD2 })).takenLocation).toBeNull();
    expect((await notesOf({ IFD3, IFD2: phoneExif.IFD2 })).takenAt).not.toBeNull();
  });
});

describe('EXIF that means harm', () => {
  const nothing = { takenAt: null, takenLocation: null };

  test('of any bytes is read without an error', () => {
    expect(cameraNotes(undefined)).toEqual(nothing);
    const heads = ['', 'Exif\0\0II*\0', 'Exif\0\0MM\0*\0\0\0\b', 'II*\0\b\0\0\0'];
    fc.assert(
      fc.property(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 200 }), (head, rest) => {
        const { takenAt, takenLocation } = cameraNotes(Buffer.concat([Buffer.from(head, 'latin1'), rest]));
        expect(takenAt === null || !Number.isNaN(Date.parse(takenAt))).toBe(true);
        expect(takenLocation === null || Math.abs(takenLocation.lat) <= 90).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('with any byte of a real one changed, or cut off anywhere, is read without an error', async () => {
    const { exif } = await sharp(await gradient(8, 8).withExif(phoneExif).jpeg().toBuffer()).metadata();
    const real = exif ?? Buffer.alloc(0);
    expect(cameraNotes(real).takenAt).not.toBeNull();
    fc.assert(
      fc.property(fc.nat(real.length - 1), fc.nat(255), fc.nat(real.length), (at, byte, end) => {
        const changed = Buffer.from(real);
        changed[at] = byte;
        expect(Object.keys(cameraNotes(changed.subarray(0, end)))).toEqual(Object.keys(nothing));
      }),
      { numRuns: 3000 },
    );
  });

  test('that declares gigabytes in its 64 kB is read at once', () => {
    const entries = 5400;
    const exif = Buffer.alloc(65_536);
    exif.write('II*\0\b\0\0\0', 'latin1');
    exif.writeUInt16LE(entries, 8);
    for (let index = 0; index < entries; index += 1) {
      const at = 10 + index * 12;
      exif.writeUInt16LE(index + 1, at);
      exif.writeUInt16LE(1, at + 2);
      exif.writeUInt32LE(65_000, at + 4);
      exif.writeUInt32LE(8, at + 8);
    }
    const before = performance.now();
    expect(cameraNotes(exif)).toEqual(nothing);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});
