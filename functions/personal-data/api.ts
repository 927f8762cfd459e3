import { S3Client } from '@aws-sdk/client-s3';
import { cityClock } from '../../shared/clock.ts';
import { gate } from '../../shared/http/gate.ts';
import { serve } from '../../shared/http/serve.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { ErasureStore } from './erasure-store.ts';
import { ExportStore } from './export-store.ts';
import { ExportFiles } from './file-client.ts';
import { personalDataHandlers } from './handlers.ts';
import { LookStore } from './look-store.ts';
import { routes } from './routes.ts';

const env = Environment.pick({
  TABLE_NAME: true,
  EXPORT_BUCKET: true,
  CITY: true,
  CLOCK: true,
  ISSUERS: true,
  CORS_ORIGINS: true,
}).parse(process.env);
const table = openTable(env.TABLE_NAME);
const clock = cityClock(env.CLOCK);

export const handler = serve(
  routes,
  personalDataHandlers({
    exports: new ExportStore(table),
    erasures: new ErasureStore(table),
    looks: new LookStore(table),
    files: new ExportFiles(new S3Client({}), env.EXPORT_BUCKET),
    clock,
    city: env.CITY,
  }),
  gate({ table, clock, issuers: env.ISSUERS, city: env.CITY, corsOrigins: env.CORS_ORIGINS }),
);
