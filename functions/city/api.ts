import { S3Client } from '@aws-sdk/client-s3';
import { cityClock } from '../../shared/clock.ts';
import { authenticator } from '../../shared/http/authenticate.ts';
import { serve } from '../../shared/http/serve.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { cityHandlers } from './handlers.ts';
import { routes } from './routes.ts';
import { DocumentStore } from './store.ts';

const env = Environment.pick({
  TABLE_NAME: true,
  REFERENCE_BUCKET: true,
  CITY: true,
  CLOCK: true,
  ISSUERS: true,
  CORS_ORIGINS: true,
}).parse(process.env);
const store = new DocumentStore(openTable(env.TABLE_NAME), new S3Client({}), env.REFERENCE_BUCKET);

export const handler = serve(routes, cityHandlers(store, cityClock(env.CLOCK), env.CITY.monitoringUnit), {
  authenticate: authenticator(env.ISSUERS),
  corsOrigins: env.CORS_ORIGINS,
});
