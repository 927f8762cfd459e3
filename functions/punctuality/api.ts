import { cityClock } from '../../shared/clock.ts';
import { gate } from '../../shared/http/gate.ts';
import { serve } from '../../shared/http/serve.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { punctualityHandlers } from './handlers.ts';
import { routes } from './routes.ts';
import { PunctualityStore } from './store.ts';

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
  punctualityHandlers(new PunctualityStore(table), clock),
  gate({ table, clock, issuers: env.ISSUERS, city: env.CITY, corsOrigins: env.CORS_ORIGINS }),
);
