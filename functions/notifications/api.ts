import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { cityClock } from '../../shared/clock.ts';
import { gate } from '../../shared/http/gate.ts';
import { serve } from '../../shared/http/serve.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { DeliveryStore } from './delivery-store.ts';
import { inboxHandlers } from './inbox-handlers.ts';
import { noticeKeysReader } from './keys-client.ts';
import { MarkStore } from './mark-store.ts';
import { preferenceHandlers } from './preference-handlers.ts';
import { PreferenceStore } from './preference-store.ts';
import { routes } from './routes.ts';
import { InboxStore } from './store.ts';
import { tableHandlers } from './table-handlers.ts';

const env = Environment.pick({
  TABLE_NAME: true,
  CITY: true,
  CLOCK: true,
  ISSUERS: true,
  CORS_ORIGINS: true,
  NOTICE_KEYS_SECRET: true,
  PUSH_HOSTS: true,
}).parse(process.env);
const table = openTable(env.TABLE_NAME);
const clock = cityClock(env.CLOCK);
const { notices } = env.CITY;

export const handler = serve(
  routes,
  {
    ...inboxHandlers(
      {
        inbox: new InboxStore(table),
        marks: new MarkStore(table),
        deliveries: new DeliveryStore(table, notices.deliveryDays),
      },
      clock,
    ),
    ...preferenceHandlers({
      store: new PreferenceStore(table),
      keys: noticeKeysReader(new SecretsManagerClient({}), env.NOTICE_KEYS_SECRET),
      pushHosts: env.PUSH_HOSTS,
      quietHours: notices.quietHours,
      clock,
    }),
    ...tableHandlers(table, clock),
  },
  gate({ table, clock, issuers: env.ISSUERS, city: env.CITY, corsOrigins: env.CORS_ORIGINS }),
);
