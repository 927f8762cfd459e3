import { S3Client } from '@aws-sdk/client-s3';
import { cityClock } from '../../shared/clock.ts';
import { authenticator } from '../../shared/http/authenticate.ts';
import { serve } from '../../shared/http/serve.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { reportHandlers } from './handlers.ts';
import { ReportLists } from './list-store.ts';
import { routes } from './routes.ts';
import { ReportStore } from './store.ts';
import { townReader } from './town-reader.ts';

const env = Environment.pick({
  TABLE_NAME: true,
  REFERENCE_BUCKET: true,
  CITY: true,
  CLOCK: true,
  ISSUERS: true,
  CORS_ORIGINS: true,
}).parse(process.env);
const table = openTable(env.TABLE_NAME);

export const handler = serve(
  routes,
  reportHandlers({
    store: new ReportStore(table),
    lists: new ReportLists(table, env.CITY.launchedIn),
    town: townReader(table, new S3Client({}), env.REFERENCE_BUCKET, env.CITY),
    clock: cityClock(env.CLOCK),
    city: env.CITY,
  }),
  { authenticate: authenticator(env.ISSUERS), corsOrigins: env.CORS_ORIGINS },
);
