import { S3Client } from '@aws-sdk/client-s3';
import { ExportAsked } from '../../events/account.ts';
import { busEvent } from '../../events/envelope.ts';
import { cityClock } from '../../shared/clock.ts';
import { queueWorker } from '../../shared/queue-worker.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { logger } from '../../shared/telemetry.ts';
import { ExportStore } from './export-store.ts';
import { ExportFiles, Pictures } from './file-client.ts';
import { makeExport } from './make-export.ts';

const env = Environment.pick({
  TABLE_NAME: true,
  EXPORT_BUCKET: true,
  PHOTO_BUCKET: true,
  CITY: true,
  CLOCK: true,
}).parse(process.env);
const s3 = new S3Client({});
const making = {
  store: new ExportStore(openTable(env.TABLE_NAME)),
  files: new ExportFiles(s3, env.EXPORT_BUCKET),
  pictures: new Pictures(s3, env.PHOTO_BUCKET),
  clock: cityClock(env.CLOCK),
  city: env.CITY,
};
const Heard = busEvent(ExportAsked);

/** Makes the export that somebody asked for. */
export const handler = queueWorker('exports made', async (message) => {
  const { exportId } = Heard.parse(message).detail.data;
  const outcome = await makeExport(making, exportId);
  logger.info('export', { exportId, outcome });
});
