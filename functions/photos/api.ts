import { S3Client } from '@aws-sdk/client-s3';
import { cityClock } from '../../shared/clock.ts';
import { authenticator } from '../../shared/http/authenticate.ts';
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

export const handler = serve(
  routes,
  photoHandlers({
    store: new PhotoStore(openTable(env.TABLE_NAME)),
    pictures: new PictureStore(s3, env.QUARANTINE_BUCKET, env.PHOTO_BUCKET),
    links: new LinkClient(s3, env.QUARANTINE_BUCKET, env.PHOTO_BUCKET),
    clock: cityClock(env.CLOCK),
    limits: env.CITY.photos,
  }),
  { authenticate: authenticator(env.ISSUERS), corsOrigins: env.CORS_ORIGINS },
);
