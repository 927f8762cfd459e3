import { UnitsDocument } from '../../shared/city/directory.ts';
import { readDocument } from '../../shared/city/documents.ts';
import { cityClock } from '../../shared/clock.ts';
import { gate } from '../../shared/http/gate.ts';
import { serve } from '../../shared/http/serve.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { clientHandlers } from './handlers.ts';
import { routes } from './routes.ts';
import { ClientStore } from './store.ts';

const env = Environment.pick({
  TABLE_NAME: true,
  CITY: true,
  CLOCK: true,
  ISSUERS: true,
  CORS_ORIGINS: true,
}).parse(process.env);
const table = openTable(env.TABLE_NAME);
const clock = cityClock(env.CLOCK);

export const handler = serve(
  routes,
  clientHandlers({
    store: new ClientStore(table),
    units: async () => (await readDocument(table, 'units', UnitsDocument))?.body.units ?? [],
    clock,
    city: env.CITY,
  }),
  gate({ table, clock, issuers: env.ISSUERS, city: env.CITY, corsOrigins: env.CORS_ORIGINS }),
);
