import { cityClock } from '../../shared/clock.ts';
import { gate } from '../../shared/http/gate.ts';
import { serve } from '../../shared/http/serve.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { DelegationStore } from './delegation-store.ts';
import { directoryHandlers } from './handlers.ts';
import { routes } from './routes.ts';
import { DirectoryStore } from './store.ts';

const env = Environment.pick({
  TABLE_NAME: true,
  CITY: true,
  CLOCK: true,
  ISSUERS: true,
  CORS_ORIGINS: true,
}).parse(process.env);
const table = openTable(env.TABLE_NAME);
const clock = cityClock(env.CLOCK);
const officials = env.ISSUERS.find(({ signsIn }) => signsIn === 'officials');
if (officials === undefined) throw new Error('ISSUERS: none of them signs officials in');

export const handler = serve(
  routes,
  directoryHandlers({
    store: new DirectoryStore(table),
    delegations: new DelegationStore(table),
    clock,
    monitoringUnit: env.CITY.monitoringUnit,
    issuer: officials.issuer,
    idempotencyDays: env.CITY.idempotencyDays,
  }),
  gate({ table, clock, issuers: env.ISSUERS, city: env.CITY, corsOrigins: env.CORS_ORIGINS }),
);
