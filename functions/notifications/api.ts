import type { Actor } from '../../shared/access/actor.ts';
import { accountsOf } from '../../shared/access/permissions.ts';
import { cityClock } from '../../shared/clock.ts';
import { readCursor, writeCursor } from '../../shared/http/cursor.ts';
import { gate } from '../../shared/http/gate.ts';
import type { Handlers } from '../../shared/http/route.ts';
import { serve } from '../../shared/http/serve.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { account, type Address, leaders, office } from './notices.ts';
import { routes } from './routes.ts';
import { InboxStore } from './store.ts';
import { textOf } from './texts.ts';

const env = Environment.pick({
  TABLE_NAME: true,
  CITY: true,
  CLOCK: true,
  ISSUERS: true,
  CORS_ORIGINS: true,
}).parse(process.env);
const table = openTable(env.TABLE_NAME);
const store = new InboxStore(table);

/** The inboxes that a caller reads: the own one, the unit's, and for leaders the leaders'. */
function addressesOf(actor: Actor): Address[] {
  const { unit, role } = actor;
  const own = accountsOf(actor).map(account);
  if (unit === null) return own;
  return role === 'official' ? [...own, office(unit)] : [...own, office(unit), leaders(unit)];
}

const handlers: Handlers<typeof routes> = {
  async readInbox({ actor, query, language }) {
    const identity = { list: 'inbox', accountId: actor.accountId, unit: actor.unit };
    const { notices, next } = await store.read(addressesOf(actor), {
      after: readCursor(identity, query.cursor),
      limit: query.limit,
    });
    return {
      status: 200,
      body: {
        items: notices.map((notice) => ({
          id: notice.id,
          at: notice.at,
          kind: notice.kind,
          text: textOf(notice, language),
          report: { id: notice.reportId, code: notice.code, link: `/v1/reports/${notice.reportId}` },
        })),
        nextCursor: writeCursor(identity, next),
      },
    };
  },
};

export const handler = serve(
  routes,
  handlers,
  gate({
    table,
    clock: cityClock(env.CLOCK),
    issuers: env.ISSUERS,
    city: env.CITY,
    corsOrigins: env.CORS_ORIGINS,
  }),
);
