import { S3Client } from '@aws-sdk/client-s3';
import { cityClock } from '../../shared/clock.ts';
import { gate } from '../../shared/http/gate.ts';
import { serve } from '../../shared/http/serve.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { triageHandlers } from './handlers.ts';
import { ModelStore } from './model-store.ts';
import { routes } from './routes.ts';

const env = Environment.pick({
  TABLE_NAME: true,
  REFERENCE_BUCKET: true,
  CITY: true,
  CLOCK: true,
  ISSUERS: true,
  CORS_ORIGINS: true,
}).parse(process.env);
const table = openTable(env.TABLE_NAME);
const clock = cityClock(env.CLOCK);

export const handler = serve(
  routes,
  triageHandlers(new ModelStore(table, new S3Client({}), env.REFERENCE_BUCKET), clock),
  gate({ table, clock, issuers: env.ISSUERS, city: env.CITY, corsOrigins: env.CORS_ORIGINS }),
);
