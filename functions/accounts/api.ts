import { KMSClient } from '@aws-sdk/client-kms';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SNSClient } from '@aws-sdk/client-sns';
import { cityClock } from '../../shared/clock.ts';
import { postsReader } from '../../shared/directory-reader.ts';
import { gate } from '../../shared/http/gate.ts';
import { serve } from '../../shared/http/serve.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { accountHandlers } from './handlers.ts';
import { personKeyOf } from './identity-client.ts';
import { messageSender } from './message-client.ts';
import { routes } from './routes.ts';
import { AccountStore } from './store.ts';

const env = Environment.pick({
  TABLE_NAME: true,
  IDENTITY_KEY_ID: true,
  EMAIL_SENDER: true,
  CITY: true,
  CLOCK: true,
  ISSUERS: true,
  CORS_ORIGINS: true,
}).parse(process.env);
const table = openTable(env.TABLE_NAME);
const clock = cityClock(env.CLOCK);
const kms = new KMSClient({});

export const handler = serve(
  routes,
  accountHandlers({
    store: new AccountStore(table),
    posts: postsReader(table),
    personKey: (identityNumber) => personKeyOf(kms, env.IDENTITY_KEY_ID, identityNumber),
    send: messageSender(new SESv2Client({}), new SNSClient({}), env.EMAIL_SENDER),
    clock,
    city: env.CITY,
  }),
  gate({ table, clock, issuers: env.ISSUERS, city: env.CITY, corsOrigins: env.CORS_ORIGINS }),
);
