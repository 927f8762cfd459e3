import type { Actor } from '../../shared/access/actor.ts';
import type { CityConfig } from '../../shared/city/config.ts';
import type { Unit } from '../../shared/city/directory.ts';
import type { MachineClient } from '../../shared/client-record.ts';
import type { Clock } from '../../shared/clock.ts';
import { DomainError, errors, invalidField } from '../../shared/errors.ts';
import { readCursor, writeCursor } from '../../shared/http/cursor.ts';
import type { Handlers } from '../../shared/http/route.ts';
import { newId } from '../../shared/identifiers.ts';
import { type Creation, findCreated, rememberCreated } from '../../shared/idempotency.ts';
import { actorOf, type NewEntry } from '../../shared/timeline.ts';
import { ended, newKey, rotated, withoutKey } from './client.ts';
import type { routes } from './routes.ts';
import type { ClientStore } from './store.ts';

export interface ClientDependencies {
  store: ClientStore;
  units: () => Promise<readonly Unit[]>;
  clock: Clock;
  city: CityConfig;
}

export function clientHandlers({ store, units, clock, city }: ClientDependencies): Handlers<typeof routes> {
  async function known(id: string): Promise<MachineClient> {
    const client = await store.find(id);
    if (client === null) throw new DomainError(errors.notFound);
    return client;
  }

  const entry = (client: MachineClient, type: string, actor: Actor, data: object = {}): NewEntry => ({
    type: `client.${type}`,
    at: clock.now().toISOString(),
    aggregate: { type: 'client', id: client.id, version: client.version },
    actor: actorOf(actor),
    audience: 'office',
    noteAudience: 'office',
    note: null,
    data: { unit: client.unit, scopes: client.scopes, ...data },
  });

  const creationOf = ({ accountId }: Actor, route: string, key: string, body: unknown): Creation => {
    if (accountId === null) throw new DomainError(errors.unauthenticated);
    return { accountId, route, key, body };
  };

  return {
    async createClient({ actor, body, headers }) {
      const creation = creationOf(actor, 'createClient', headers['idempotency-key'], body);
      const now = clock.now();
      const earlier = await findCreated(store.table, creation, now);
      if (earlier !== null) return { status: 201, body: { client: viewOf(await known(earlier)), key: null } };
      const unit = (await units()).find(({ code }) => code === body.unit);
      if (unit === undefined || unit.to !== undefined) {
        throw invalidField('unit', {
          vi: `Không có đơn vị ${body.unit}, hoặc đơn vị đã kết thúc`,
          en: `There is no unit ${body.unit}, or it has ended`,
        });
      }
      const id = newId(now);
      const key = newKey(id, newId(now), now);
      const client: MachineClient = {
        ...body,
        id,
        version: 1,
        scopes: [...new Set(body.scopes)],
        keys: [key.stored],
        lastUsedAt: null,
        endedAt: null,
        createdAt: now.toISOString(),
      };
      const remember = rememberCreated(store.table, creation, id, now, city.idempotencyDays);
      await store.create(client, entry(client, 'created', actor), remember);
      return { status: 201, body: { client: viewOf(client), key: key.text } };
    },

    async listClients({ query }) {
      const identity = { list: 'clients' };
      const { clients, next } = await store.list({
        after: readCursor(identity, query.cursor),
        limit: query.limit,
      });
      return {
        status: 200,
        body: { items: clients.map(viewOf), nextCursor: writeCursor(identity, next) },
      };
    },

    async rotateKey({ actor, params, body, headers }) {
      const creation = creationOf(actor, `rotateKey#${params.id}`, headers['idempotency-key'], body);
      const now = clock.now();
      const before = await known(params.id);
      if ((await findCreated(store.table, creation, now)) !== null) {
        return { status: 201, body: { client: viewOf(before), key: null } };
      }
      const key = newKey(before.id, newId(now), now);
      const after = rotated(before, key.stored, body.overlapHours, now);
      const remember = rememberCreated(store.table, creation, key.stored.id, now, city.idempotencyDays);
      await store.save(before, after, entry(after, 'key-rotated', actor, { key: key.stored.id }), [remember]);
      return { status: 201, body: { client: viewOf(after), key: key.text } };
    },

    async endKey({ actor, params }) {
      const before = await known(params.id);
      const after = withoutKey(before, params.keyId, clock.now());
      await store.save(before, after, entry(after, 'key-ended', actor, { key: params.keyId }));
      return { status: 200, body: viewOf(after) };
    },

    async endClient({ actor, params }) {
      const before = await known(params.id);
      const after = ended(before, clock.now());
      await store.save(before, after, entry(after, 'ended', actor));
      return { status: 200, body: viewOf(after) };
    },
  };
}

/** A client without what its keys are known by. */
function viewOf({
  id,
  name,
  unit,
  scopes,
  requestsPerMinute,
  keys,
  lastUsedAt,
  endedAt,
  createdAt,
}: MachineClient) {
  return {
    id,
    name,
    unit,
    scopes,
    requestsPerMinute,
    keys: keys.map((key) => ({ id: key.id, createdAt: key.createdAt, endsAt: key.endsAt })),
    lastUsedAt,
    endedAt,
    createdAt,
  };
}
