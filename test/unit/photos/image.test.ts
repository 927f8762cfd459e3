import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { examine, type Picture } from '../../../functions/photos/image.ts';
import { gradient, phoneExif, pngThatSays } from './pictures.ts';

const maxMegapixels = 50;

async function accepted(upload: Buffer): Promise<Picture> {
  const examined = await examine(upload, maxMegapixels);
  if ('refused' in examined) throw new Error(`refused: ${examined.refused}`);
  return examined.picture;
}

const refusal = async (upload: Buffer) => {
  const examined = await examine(upload, maxMegapixels);
  return 'refused' in examined ? examined.refused : 'not refused';
};

const different = (a: string, b: string) =>
  (BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2).replaceAll('0', '').length;

describe('a photo as a phone takes it', () => {
  test('is kept in two sizes as JPEG, none larger than it was', async () => {
    for (const [width, height, small, large] of [
      [2400, 1200, [320, 160], [1600, 800]],
      [1200, 2400, [160, 320], [800, 1600]],
      [640, 480, [320, 240], [640, 480]],
      [100, 50, [100, 50], [100, 50]],
    ] as const) {
      const { versions } = await accepted(await gradient(width, height).jpeg().toBuffer());
      for (const [size, expected] of [
        [320, small],
        [1600, large],
      ] as const) {
        const made = await sharp(versions.get(size)).metadata();
        expect([made.format, made.width, made.height]).toEqual(['jpeg', ...expected]);
      }
    }
  });

  test('loses everything that the camera wrote into it, and officials keep time and place', async () => {
    const upload = await gradient(800, 600).withExif(phoneExif).withIccProfile('p3').jpeg().toBuffer();
    expect(upload.includes('secret-firmware')).toBe(true);
    const { versions, takenAt, takenLocation } = await accepted(upload);
    expect(takenAt).toBe('2026-11-23T02:15:03.000Z');
    expect(takenLocation).toEqual({ lat: 16.4698, lng: 107.5786 });
    for (const version of versions.values()) {
      const { exif, xmp, iptc, icc, comments } = await sharp(version).metadata();
      expect([exif, xmp, iptc, icc, comments]).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
      expect(version.includes('Exif')).toBe(false);
      expect(version.includes('secret-firmware')).toBe(false);
    }
  });

  test('stands upright, whichever way the phone was held', async () => {
    const upright = await gradient(600, 300).jpeg().toBuffer();
    const turned = await sharp(upright).rotate(90).withMetadata({ orientation: 8 }).jpeg().toBuffer();
    const [one, other] = [await accepted(upright), await accepted(turned)];
    expect([other.width, other.height]).toEqual([600, 300]);
    const small = await sharp(other.versions.get(320)).metadata();
    expect([small.width, small.height, small.orientation]).toEqual([320, 160, undefined]);
    expect(different(one.hash, other.hash)).toBeLessThanOrEqual(4);
  });

  test.each(['png', 'webp', 'jpeg'] as const)('may be %s', async (format) => {
    const { versions } = await accepted(await gradient(400, 300).toFormat(format).toBuffer());
    expect((await sharp(versions.get(1600)).metadata()).format).toBe('jpeg');
  });

  test('what is transparent becomes white, not black', async () => {
    const clear = { create: { width: 50, height: 50, channels: 4 as const, background: '#00000000' } };
    const { versions } = await accepted(await sharp(clear).png().toBuffer());
    const { channels } = await sharp(versions.get(320)).stats();
    expect(Math.min(...channels.map(({ min }) => min))).toBeGreaterThan(250);
  });

  test('of an animation the first picture is kept', async () => {
    const frames = [
      await gradient(40, 40).png().toBuffer(),
      await gradient(40, 40).negate().png().toBuffer(),
    ];
    const upload = await sharp(frames, { join: { animated: true } })
      .webp({ loop: 0 })
      .toBuffer();
    expect((await sharp(upload).metadata()).pages).toBe(2);
    const { versions } = await accepted(upload);
    const kept = await sharp(versions.get(320)).metadata();
    expect([kept.width, kept.height, kept.pages]).toEqual([40, 40, undefined]);
  });
});

describe('what is not a photo is refused', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>';
  test.each([
    ['a script', '<script>alert(1)</script>'],
    ['a script that begins like a PNG', '\x89PNG\r\n\x1a\n<script>alert(1)</script>'],
    ['an SVG', svg],
    ['a web page', '<!doctype html><title>x</title>'],
    ['nothing', ''],
    ['an archive', 'PK\x03\x04aaaaaaaaaaaa'],
  ])('%s', async (_, text) => {
    expect(await refusal(Buffer.from(text, 'latin1'))).toBe('not-a-picture');
  });

  test.each(['gif', 'tiff', 'avif'] as const)('a picture as %s, whatever it is called', async (format) => {
    expect(await refusal(await gradient(64, 64).toFormat(format).toBuffer())).toBe('wrong-format');
  });

  test('more than 50 megapixels, by its header alone', async () => {
    expect(await refusal(await pngThatSays(8500, 6000))).toBe('too-many-pixels');
    expect(await refusal(await pngThatSays(50_000, 50_000))).toBe('too-many-pixels');
    // 49 megapixels pass the header, and are then found not to be there.
    expect(await refusal(await pngThatSays(7000, 7000))).toBe('damaged');
  });

  test.each(['png', 'webp', 'jpeg'] as const)('%s cut off in the middle', async (format) => {
    const whole = await gradient(900, 700).toFormat(format).toBuffer();
    expect(await refusal(whole.subarray(0, Math.floor(whole.length * 0.6)))).toMatch(
      /^(damaged|not-a-picture)$/,
    );
  });

  test('whatever bytes come, an answer comes', async () => {
    const beginnings = [
      '',
      '\xff\xd8\xff\xe0',
      '\x89PNG\r\n\x1a\n',
      'RIFF\x20\0\0\0WEBPVP8 ',
      'GIF89a',
      'II*\0',
    ];
    const anything = fc.tuple(fc.constantFrom(...beginnings), fc.uint8Array({ maxLength: 300 }));
    await fc.assert(
      fc.asyncProperty(anything, async ([beginning, rest]) => {
        const upload = Buffer.concat([Buffer.from(beginning, 'latin1'), rest]);
        expect(await refusal(upload)).not.toBe('not refused');
      }),
      { numRuns: 200 },
    );
  });
});

describe('the perceptual hash', () => {
  test('is alike for the same picture in another size, format and quality', async () => {
    const picture = sharp(await gradient(900, 600).png().toBuffer()).composite([
      { input: await gradient(300, 200).rotate(90).png().toBuffer(), left: 500, top: 100 },
    ]);
    const png = await picture.png().toBuffer();
    const { hash } = await accepted(png);
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
    for (const other of [
      await sharp(png).resize(450).jpeg({ quality: 50 }).toBuffer(),
      await sharp(png).resize(1800).webp().toBuffer(),
    ]) {
      expect(different(hash, (await accepted(other)).hash)).toBeLessThanOrEqual(6);
    }
  });

  test('is bright-to-dark all ones, and its mirror all zeros', async () => {
    const upload = await gradient(900, 600).png().toBuffer();
    expect((await accepted(upload)).hash).toBe('ffffffffffffffff');
    expect((await accepted(await sharp(upload).flop().png().toBuffer())).hash).toBe('0000000000000000');
  });
});
