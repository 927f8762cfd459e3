import { S3Client } from '@aws-sdk/client-s3';
import { cityClock } from '../../shared/clock.ts';
import { gate } from '../../shared/http/gate.ts';
import { serve } from '../../shared/http/serve.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { photoHandlers } from './handlers.ts';
import { LinkClient } from './link-client.ts';
import { PictureStore } from './picture-store.ts';
import { routes } from './routes.ts';
import { PhotoStore } from './store.ts';

const env = Environment.pick({
  TABLE_NAME: true,
  QUARANTINE_BUCKET: true,
  PHOTO_BUCKET: true,
  CITY: true,
  CLOCK: true,
  ISSUERS: true,
  CORS_ORIGINS: true,
}).parse(process.env);

const s3 = new S3Client({});
const table = openTable(env.TABLE_NAME);
const clock = cityClock(env.CLOCK);

export const handler = serve(
  routes,
  photoHandlers({
    store: new PhotoStore(table),
    pictures: new PictureStore(s3, env.QUARANTINE_BUCKET, env.PHOTO_BUCKET),
    links: new LinkClient(s3, env.QUARANTINE_BUCKET, env.PHOTO_BUCKET),
    clock,
    limits: env.CITY.photos,
  }),
  gate({ table, clock, issuers: env.ISSUERS, city: env.CITY, corsOrigins: env.CORS_ORIGINS }),
);
