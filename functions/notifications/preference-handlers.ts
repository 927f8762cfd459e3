import { createHash } from 'node:crypto';
import type { Actor } from '../../shared/access/actor.ts';
import type { Clock } from '../../shared/clock.ts';
import { DomainError, errors, invalidField } from '../../shared/errors.ts';
import { versionOf } from '../../shared/http/etag.ts';
import type { Handlers } from '../../shared/http/route.ts';
import { actorOf, type NewEntry } from '../../shared/timeline.ts';
import { isPushEndpoint } from './channels/push.ts';
import { noticeErrors } from './errors.ts';
import { accountOf } from './inbox-handlers.ts';
import type { NoticeKeys } from './keys-client.ts';
import type { PreferenceStore, StoredSubscription } from './preference-store.ts';
import { defaultPreferences, type QuietHours } from './preferences.ts';
import type { routes } from './routes.ts';

type PreferenceRoutes = Pick<
  typeof routes,
  | 'getNoticePreferences'
  | 'putNoticePreferences'
  | 'listPushSubscriptions'
  | 'createPushSubscription'
  | 'deletePushSubscription'
>;

/** Devices of one person that pushes go to. Assumed. */
const mostSubscriptions = 10;

interface Ground {
  store: PreferenceStore;
  keys: () => Promise<NoticeKeys | null>;
  pushHosts: readonly string[];
  quietHours: QuietHours | null;
  clock: Clock;
}

/** Names a browser by its address at its push service: the same one again is the same. */
const subscriptionId = (endpoint: string) =>
  createHash('sha256').update(endpoint).digest('base64url').slice(0, 22);

const viewOf = ({ id, device, createdAt }: StoredSubscription) => ({ id, device: device ?? null, createdAt });

/** What people choose about notices, and where pushes go. */
export function preferenceHandlers(ground: Ground): Handlers<PreferenceRoutes> {
  const { store, keys, pushHosts, quietHours, clock } = ground;

  /** What the account's timeline says of it: that it happened, not where pushes go. */
  function entry(actor: Actor, type: string, version: number, data: Record<string, unknown>): NewEntry {
    return {
      type,
      at: clock.now().toISOString(),
      aggregate: { type: 'account', id: accountOf(actor), version },
      actor: actorOf(actor),
      data,
      audience: 'parties',
      noteAudience: 'parties',
    };
  }

  return {
    async getNoticePreferences({ actor }) {
      const found = await store.find(accountOf(actor));
      const body = found?.preferences ?? defaultPreferences(quietHours);
      return { status: 200, version: found?.version ?? 0, body };
    },

    async putNoticePreferences({ actor, body, headers }) {
      const accountId = accountOf(actor);
      const before = (await store.find(accountId))?.version ?? 0;
      const ifMatch = headers['if-match'];
      if (ifMatch !== undefined && versionOf(ifMatch) !== before)
        throw new DomainError(errors.changedMeanwhile);
      const version = before + 1;
      const changed = entry(actor, 'account.notice-preferences-changed', version, {});
      await store.replace(accountId, version, body, changed);
      return { status: 200, version, body };
    },

    async listPushSubscriptions({ actor }) {
      const found = await store.subscriptions(accountOf(actor));
      return {
        status: 200,
        body: {
          items: found.map(viewOf),
          nextCursor: null,
          applicationServerKey: (await keys())?.vapid?.publicKey ?? null,
        },
      };
    },

    async createPushSubscription({ actor, body: { endpoint, keys: own, device } }) {
      if ((await keys())?.vapid === undefined) throw new DomainError(noticeErrors.pushNotSetUp);
      // The city will call this address: it must be a push service's and nothing else's.
      if (!isPushEndpoint(endpoint, pushHosts)) {
        throw invalidField('endpoint', {
          vi: 'Không phải địa chỉ của một dịch vụ thông báo đẩy đã biết',
          en: 'It is no address of a push service that the city knows',
        });
      }
      const accountId = accountOf(actor);
      const id = subscriptionId(endpoint);
      const all = await store.subscriptions(accountId);
      const there = all.find((one) => one.id === id);
      if (there === undefined && all.length >= mostSubscriptions) {
        throw new DomainError(noticeErrors.tooManySubscriptions);
      }
      const createdAt = there?.createdAt ?? clock.now().toISOString();
      const subscription = { id, endpoint, keys: own, device, createdAt };
      await store.subscribe(accountId, subscription, entry(actor, 'account.push-subscribed', 1, { id }));
      return { status: 201, body: viewOf(subscription) };
    },

    async deletePushSubscription({ actor, params: { id } }) {
      const ended = entry(actor, 'account.push-unsubscribed', 1, { id });
      await store.unsubscribe(accountOf(actor), id, ended);
      return { status: 204 };
    },
  };
}
