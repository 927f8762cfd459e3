import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { cityClock } from '../../shared/clock.ts';
import { queueWorker } from '../../shared/queue-worker.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { logger } from '../../shared/telemetry.ts';
import { photoOfUpload } from './photo.ts';
import { PictureStore } from './picture-store.ts';
import { PhotoStore } from './store.ts';
import { checkUpload } from './upload-check.ts';

const env = Environment.pick({
  TABLE_NAME: true,
  QUARANTINE_BUCKET: true,
  PHOTO_BUCKET: true,
  CITY: true,
  CLOCK: true,
}).parse(process.env);
const store = new PhotoStore(openTable(env.TABLE_NAME));
const pictures = new PictureStore(new S3Client({}), env.QUARANTINE_BUCKET, env.PHOTO_BUCKET);
const clock = cityClock(env.CLOCK);
const { maxMegapixels } = env.CITY.photos;

/** S3's "Object Created", as EventBridge hands it on. */
const Created = z.object({ detail: z.object({ object: z.object({ key: z.string() }) }) });

export const handler = queueWorker('uploads checked', async (message) => {
  const photoId = photoOfUpload(Created.parse(message).detail.object.key);
  if (photoId === undefined) return;
  const checked = await checkUpload({ store, pictures, clock, maxMegapixels }, photoId);
  logger.info('photo checked', { photoId, checked });
});
