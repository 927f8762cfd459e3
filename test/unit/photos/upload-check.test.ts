import { beforeAll, describe, expect, test } from 'vitest';
import { checkUpload } from '../../../functions/photos/upload-check.ts';
import type { Size } from '../../../shared/photo-record.ts';

import type { Photo } from '../../../shared/photo-record.ts';
import { gradient } from './pictures.ts';

const id = '01KAR3R0000000000000000000';
const now = new Date('2026-11-23T02:00:00.000Z');
let jpeg: Buffer;
beforeAll(async () => {
  jpeg = await gradient(64, 48).jpeg().toBuffer();
});

/** One photo in memory, with the conditions that the table holds writers to. */
function fake(state: Photo['state'] | null, upload: Buffer | null) {
  const photo: Photo = {
    id,
    ownerId: 'me',
    state: state ?? 'awaiting',
    createdAt: now.toISOString(),
    contentType: 'image/jpeg',
  };
  const world = { photo: state === null ? null : photo, upload, kept: [] as Size[], refusals: 0 };
  const move = (to: Photo['state'], from: Photo['state'][], more: Partial<Photo> = {}) => {
    if (world.photo === null || !from.includes(world.photo.state)) return Promise.resolve(false);
    world.photo = { ...world.photo, ...more, state: to };
    return Promise.resolve(true);
  };
  return {
    world,
    run: () =>
      checkUpload(
        {
          clock: { now: () => now },
          maxMegapixels: 50,
          store: {
            find: () => Promise.resolve(world.photo),
            markChecking: () => move('checking', ['awaiting']),
            markReady: (_, { hash }) => move('ready', ['awaiting', 'checking'], { hash }),
            markRefused: async (_, reason) => {
              if (await move('refused', ['awaiting', 'checking'], { reason })) world.refusals += 1;
            },
          },
          pictures: {
            upload: () => Promise.resolve(world.upload),
            keep: (_, versions) => {
              world.kept.push(...versions.keys());
              return Promise.resolve();
            },
            dropUpload: () => {
              world.upload = null;
              return Promise.resolve();
            },
          },
        },
        id,
      ),
  };
}

describe('an upload', () => {
  test('that is a photo becomes ready, in both sizes, and leaves quarantine', async () => {
    const { world, run } = fake('awaiting', jpeg);
    expect(await run()).toBe('ready');
    expect(world.photo).toMatchObject({ state: 'ready', hash: expect.stringMatching(/^[0-9a-f]{16}$/) });
    expect([world.kept.sort(), world.upload]).toEqual([[1600, 320], null]);
  });

  test('that is none is refused with the reason, kept nowhere', async () => {
    const { world, run } = fake('checking', Buffer.from('<script>'));
    expect(await run()).toBe('not-a-picture');
    expect(world.photo).toMatchObject({ state: 'refused', reason: 'not-a-picture' });
    expect([world.kept, world.upload]).toEqual([[], null]);
  });

  test('heard of twice is checked once', async () => {
    const { world, run } = fake('awaiting', jpeg);
    expect([await run(), await run()]).toEqual(['ready', 'done-before']);
    expect(world.kept).toHaveLength(2);
  });

  test('heard of twice at the same moment ends the same', async () => {
    const { world, run } = fake('awaiting', Buffer.from('none'));
    await Promise.all([run(), run(), run()]);
    expect(world.photo?.state).toBe('refused');
    expect(world.refusals).toBe(1);
  });

  test('sent again after the photo was settled changes nothing, and goes', async () => {
    for (const state of ['ready', 'refused'] as const) {
      const { world, run } = fake(state, jpeg);
      expect(await run()).toBe('done-before');
      expect([world.photo?.state, world.kept, world.upload]).toEqual([state, [], null]);
    }
  });

  test('of a photo that was swept away meanwhile goes', async () => {
    const { world, run } = fake(null, jpeg);
    expect(await run()).toBe('done-before');
    expect([world.kept, world.upload]).toEqual([[], null]);
  });

  test('that quarantine no longer has is refused, instead of being checked for ever', async () => {
    const { world, run } = fake('checking', null);
    expect(await run()).toBe('lost');
    expect(world.photo).toMatchObject({ state: 'refused', reason: 'lost' });
  });
});
