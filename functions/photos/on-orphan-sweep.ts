import { S3Client } from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import { cityClock } from '../../shared/clock.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { logger } from '../../shared/telemetry.ts';
import { PictureStore } from './picture-store.ts';
import { PhotoStore } from './store.ts';

const env = Environment.pick({
  TABLE_NAME: true,
  QUARANTINE_BUCKET: true,
  PHOTO_BUCKET: true,
  CLOCK: true,
}).parse(process.env);
const store = new PhotoStore(openTable(env.TABLE_NAME));
const pictures = new PictureStore(new S3Client({}), env.QUARANTINE_BUCKET, env.PHOTO_BUCKET);
const clock = cityClock(env.CLOCK);
const page = 25;
const reserveMilliseconds = 10_000;

/**
 * Every hour: deletes photos that no report took in their time. Each is closed to reports first, then its pictures go,
 * then its item, so that a run that breaks off is finished by the next one.
 */
export async function handler(_: unknown, context: Context): Promise<{ deleted: number; finished: boolean }> {
  let deleted = 0;
  let after: string | undefined;
  for (;;) {
    const { ids, next } = await store.orphans(clock.now(), after, page);
    for (const id of ids) {
      if (!(await store.closeOrphan(id))) continue;
      await pictures.dropAll(id);
      await store.remove(id);
      deleted += 1;
    }
    const finished = next === null;
    if (finished || context.getRemainingTimeInMillis() < reserveMilliseconds) {
      logger.info('orphaned photos swept', { deleted, finished });
      return { deleted, finished };
    }
    after = next;
  }
}
