import type { Account } from '../../shared/account-record.ts';
import { dayOf } from '../../shared/city/calendar.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Delivery } from './delivery.ts';
import type { RequestDelivery } from './delivery-queue-client.ts';
import type { DeliveryStore } from './delivery-store.ts';
import { channelNames, messageOf } from './message.ts';
import type { Telling } from './notices.ts';
import type { PeopleReader } from './people-reader.ts';
import type { PreferenceStore } from './preference-store.ts';
import { defaultPreferences, type QuietHours } from './preferences.ts';
import { openTo, receiverOf } from './reach.ts';
import type { InboxStore } from './store.ts';

interface Ground {
  inbox: Pick<InboxStore, 'put'>;
  deliveries: Pick<DeliveryStore, 'create'>;
  preferences: Pick<PreferenceStore, 'find' | 'subscriptions'>;
  people: Pick<PeopleReader, 'behind'>;
  /** The person whom an account is by now. */
  person: (accountId: string) => Promise<Account | null>;
  /** Whether the city has Zalo. */
  hasZalo: boolean;
  request: RequestDelivery;
  quietHours: QuietHours | null;
  clock: Clock;
}

/**
 * Tells somebody something: into the inbox first, which everybody has; then a delivery for each person behind the
 * address who wants and can be reached out of the app. Told again it does nothing twice, and finishes what a call
 * before it left undone.
 */
export function teller(ground: Ground): (telling: Telling) => Promise<void> {
  const { inbox, deliveries, preferences, people, person, hasZalo, request, quietHours, clock } = ground;

  async function sendOut({ notice, row, values }: Telling, accountId: string): Promise<void> {
    const account = await person(accountId);
    if (account === null) return;
    const [chosen, subscriptions] = await Promise.all([
      preferences.find(account.id),
      preferences.subscriptions(account.id),
    ]);
    const to = receiverOf(account, subscriptions);
    if (to === null) return;
    const message = messageOf(row, values, account.language);
    const wanted = chosen?.preferences ?? defaultPreferences(quietHours);
    const [channel, ...rest] = openTo(channelNames, to, { message, kind: row.kind }, wanted, hasZalo);
    if (channel === undefined) return;
    const now = clock.now().toISOString();
    const delivery: Delivery = {
      accountId: account.id,
      noticeId: notice.id,
      kind: row.kind,
      urgent: row.urgent === true,
      message,
      channel,
      rest,
      state: 'queued',
      attempts: 0,
      tried: [],
      dueAt: now,
      createdAt: now,
    };
    const there = await deliveries.create(delivery);
    if (there.state === 'queued') await request(there);
  }

  /** The inbox of somebody who was forgotten went with them. */
  async function isErased(address: string): Promise<boolean> {
    const [kind, id = ''] = address.split('#');
    return kind === 'ACCOUNT' && (await person(id))?.state === 'erased';
  }

  return async (telling) => {
    if (await isErased(telling.notice.address)) return;
    await inbox.put(telling.notice, clock.now());
    const { push, zalo, email } = telling.row.channels;
    if ((push ?? zalo ?? email) === undefined) return;
    const accounts = await people.behind(telling.notice.address, dayOf(clock.now()));
    await Promise.all(accounts.map((accountId) => sendOut(telling, accountId)));
  };
}
