import { S3Client } from '@aws-sdk/client-s3';
import { boundariesReader } from '../../shared/city/documents.ts';
import { timetableReader } from '../../shared/city/timetable-reader.ts';
import { cityClock } from '../../shared/clock.ts';
import { gate } from '../../shared/http/gate.ts';
import { serve } from '../../shared/http/serve.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { reportHandlers } from './handlers.ts';
import { ReportLists } from './list-store.ts';
import { routes } from './routes.ts';
import { similarHandlers } from './similar-handlers.ts';
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
const clock = cityClock(env.CLOCK);

const lists = new ReportLists(table, env.CITY.launchedIn);

export const handler = serve(
  routes,
  {
    ...reportHandlers({
      store: new ReportStore(table),
      lists,
      town: townReader(
        table,
        boundariesReader(table, new S3Client({}), env.REFERENCE_BUCKET),
        env.CITY,
        clock,
      ),
      clock,
      city: env.CITY,
      timetables: timetableReader(table),
    }),
    ...similarHandlers(lists, clock),
  },
  gate({ table, clock, issuers: env.ISSUERS, city: env.CITY, corsOrigins: env.CORS_ORIGINS }),
);
