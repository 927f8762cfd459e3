import type { Clock } from '../../shared/clock.ts';
import { examine } from './image.ts';
import type { Refusal } from './photo.ts';
import type { PictureStore } from './picture-store.ts';
import type { PhotoStore } from './store.ts';

export interface UploadCheckDependencies {
  store: Pick<PhotoStore, 'markChecking' | 'find' | 'markReady' | 'markRefused'>;
  pictures: Pick<PictureStore, 'upload' | 'keep' | 'dropUpload'>;
  clock: Pick<Clock, 'now'>;
  maxMegapixels: number;
}

/** What came of looking at an upload; `done-before` when its photo was settled, or is not there any more. */
export type Checked = 'ready' | Refusal | 'done-before';

/**
 * Looks at a photo's upload and moves it on: versions into the store, or a refusal. The upload leaves quarantine
 * last, so whatever breaks off before is done again from the beginning; what is final stays. May be called twice, at
 * the same time too: both come to the same pictures.
 */
export async function checkUpload(
  { store, pictures, clock, maxMegapixels }: UploadCheckDependencies,
  id: string,
): Promise<Checked> {
  await store.markChecking(id);
  const checked = (await store.find(id))?.state === 'checking' ? await check() : 'done-before';
  await pictures.dropUpload(id);
  return checked;

  async function check(): Promise<Checked> {
    const upload = await pictures.upload(id);
    // Quarantine keeps uploads for a day: a message that was set aside for longer comes too late.
    const examined = upload === null ? { refused: 'lost' as const } : await examine(upload, maxMegapixels);
    if ('refused' in examined) {
      await store.markRefused(id, examined.refused, clock.now());
      return examined.refused;
    }
    await pictures.keep(id, examined.picture.versions);
    await store.markReady(id, examined.picture);
    return 'ready';
  }
}
