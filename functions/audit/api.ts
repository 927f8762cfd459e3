import { S3Client } from '@aws-sdk/client-s3';
import { cityClock } from '../../shared/clock.ts';
import { gate } from '../../shared/http/gate.ts';
import { serve } from '../../shared/http/serve.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { auditHandlers } from './handlers.ts';
import { routes } from './routes.ts';
import { AuditSearch } from './search-store.ts';
import { SealStore } from './seal-store.ts';

const env = Environment.pick({
  TABLE_NAME: true,
  AUDIT_BUCKET: true,
  CITY: true,
  CLOCK: true,
  ISSUERS: true,
  CORS_ORIGINS: true,
}).parse(process.env);
const table = openTable(env.TABLE_NAME);
const clock = cityClock(env.CLOCK);

export const handler = serve(
  routes,
  auditHandlers({
    search: new AuditSearch(table),
    seals: new SealStore(table, new S3Client({}), env.AUDIT_BUCKET),
    clock,
  }),
  gate({ table, clock, issuers: env.ISSUERS, city: env.CITY, corsOrigins: env.CORS_ORIGINS }),
);
