import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { S3Client } from '@aws-sdk/client-s3';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { cityClock } from '../../shared/clock.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { logger } from '../../shared/telemetry.ts';
import { examine } from './image.ts';
import { photoOfUpload } from './photo.ts';
import { PictureStore } from './picture-store.ts';
import { PhotoStore } from './store.ts';

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
const batch = new BatchProcessor(EventType.SQS);

/** S3's "Object Created", as EventBridge hands it on. */
const Created = z.object({ detail: z.object({ object: z.object({ key: z.string() }) }) });

/**
 * Looks at an upload and moves it on: versions into the store, or a refusal. The upload leaves quarantine last, so
 * whatever breaks off before is done again from the beginning; what is final stays.
 */
async function check({ body }: SQSRecord): Promise<void> {
  const id = photoOfUpload(Created.parse(JSON.parse(body)).detail.object.key);
  if (id === undefined) return;
  await store.markChecking(id);
  const photo = await store.find(id);
  const isOpen = photo?.state === 'checking';
  const upload = isOpen ? await pictures.upload(id) : null;
  if (upload !== null) {
    const examined = await examine(upload, env.CITY.photos.maxMegapixels);
    if ('picture' in examined) {
      await pictures.keep(id, examined.picture.versions);
      await store.markReady(id, examined.picture);
    } else {
      await store.markRefused(id, examined.refused, clock.now());
    }
    logger.info('photo checked', {
      photoId: id,
      refused: 'refused' in examined ? examined.refused : undefined,
    });
  }
  await pictures.dropUpload(id);
}

export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  return processPartialResponse(event, check, batch, { context, throwOnFullBatchFailure: false });
}
