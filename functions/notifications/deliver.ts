import { randomUUID } from 'node:crypto';
import type { Account } from '../../shared/account-record.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Channel, Receiver } from './channels/port.ts';
import { afterAttempt, type Delivery, endOfHour, isSummary, summaryId } from './delivery.ts';
import type { RequestDelivery } from './delivery-queue-client.ts';
import type { DeliveryKey, DeliveryStore } from './delivery-store.ts';
import { type ChannelName, channelNames, type Message, messageOf } from './message.ts';
import type { PreferenceStore } from './preference-store.ts';
import { defaultPreferences, type Preferences, type QuietHours, quietUntil } from './preferences.ts';
import { openTo, receiverOf } from './reach.ts';
import type { NoticesDocument } from './routing-table.ts';

interface Ground {
  deliveries: Pick<DeliveryStore, 'find' | 'claim' | 'change' | 'sumUp'>;
  preferences: Pick<PreferenceStore, 'find' | 'subscriptions'>;
  person: (accountId: string) => Promise<Account | null>;
  channels: Readonly<Record<ChannelName, Channel>>;
  /** Whether the city has Zalo. */
  hasZalo: boolean;
  /** The routing table in force, for the words of a summary. */
  table: () => Promise<{ body: NoticesDocument }>;
  request: RequestDelivery;
  /** Notices to a person in an hour; the others are summed up. */
  perHour: number;
  quietHours: QuietHours | null;
  clock: Clock;
  /** The machines' own clock, in milliseconds: how long a claimer can live does not depend on the city's. */
  machine: () => number;
}

/** How long a worker may be at work on what it claimed: longer than its function may run. */
const claimMilliseconds = 60_000;

/** Thrown to be asked again later: somebody is at work on it, or was and has died. */
export class StillClaimed extends Error {}

/**
 * Takes a delivery as far as it goes now, and says where it stands; null where there was nothing to do. It is claimed
 * before anything is sent, so that of two workers one sends; an attempt that nobody finished is unknown for good.
 */
export function deliverer(ground: Ground): (key: DeliveryKey) => Promise<Delivery['state'] | null> {
  const { deliveries, preferences, person, channels, table, request, clock, machine } = ground;

  async function receiver(
    accountId: string,
  ): Promise<{ to: Receiver; account: Account; wanted: Preferences } | null> {
    const account = await person(accountId);
    if (account === null) return null;
    const [chosen, subscriptions] = await Promise.all([
      preferences.find(account.id),
      preferences.subscriptions(account.id),
    ]);
    const to = receiverOf(account, subscriptions);
    return to && { to, account, wanted: chosen?.preferences ?? defaultPreferences(ground.quietHours) };
  }

  async function summaryRow() {
    const { body } = await table();
    const row = body.rows.find(({ event }) => event === 'notices.summary');
    if (row === undefined) throw new Error('the routing table has no row for summaries');
    return row;
  }

  /** What goes out: what was filled in when it happened, or for a summary its count of now. */
  async function messageFor(delivery: Delivery, { language }: Account): Promise<Message> {
    if (!isSummary(delivery)) return delivery.message;
    return messageOf(await summaryRow(), { count: String(delivery.count ?? 0) }, language);
  }

  async function queuedUntil(delivery: Delivery, at: Date): Promise<Delivery['state'] | null> {
    const later = { ...delivery, dueAt: at.toISOString() };
    if (await deliveries.change(delivery, later)) await request(later);
    return 'queued';
  }

  async function sumUp(delivery: Delivery, now: Date): Promise<Delivery['state'] | null> {
    const row = await summaryRow();
    const [channel, ...rest] = channelNames.filter((name) => row.channels[name] !== undefined);
    const summary: Delivery = {
      accountId: delivery.accountId,
      noticeId: summaryId(now),
      kind: row.kind,
      urgent: false,
      message: {},
      channel: channel ?? 'push',
      rest,
      state: 'queued',
      attempts: 0,
      tried: [],
      dueAt: endOfHour(now).toISOString(),
      createdAt: now.toISOString(),
    };
    // Not written: it was taken meanwhile, or the hour has just ended. Its message comes again and sees.
    if (!(await deliveries.sumUp(delivery, { ...delivery, state: 'summed-up' }, summary))) {
      throw new StillClaimed(delivery.noticeId);
    }
    await request(summary);
    return 'summed-up';
  }

  async function attempt(delivery: Delivery, to: Receiver, message: Message) {
    const outcome = await channels[delivery.channel].send(to, message, delivery.noticeId);
    const after = afterAttempt(delivery, outcome, clock.now());
    await deliveries.change(delivery, after);
    if (after.state === 'queued') await request(after);
    return after.state;
  }

  return async (key) => {
    const delivery = await deliveries.find(key);
    const now = clock.now();
    if (delivery?.state === 'claimed') {
      if (machine() < Date.parse(delivery.claimedUntil ?? '')) throw new StillClaimed(delivery.noticeId);
      const outcome = { state: 'unknown', reason: 'never-finished' } as const;
      await deliveries.change(delivery, afterAttempt(delivery, outcome, now));
      return 'unknown';
    }
    if (delivery?.state !== 'queued') return null;
    if (delivery.dueAt > now.toISOString()) {
      await request(delivery);
      return null;
    }

    const found = await receiver(delivery.accountId);
    const message = found === null ? {} : await messageFor(delivery, found.account);
    const names = [delivery.channel, ...delivery.rest];
    const [channel, ...rest] =
      found === null
        ? []
        : openTo(names, found.to, { message, kind: delivery.kind }, found.wanted, ground.hasZalo);
    if (found === null || channel === undefined) {
      const outcome = { state: 'final', reason: 'not-reachable' } as const;
      const after = afterAttempt({ ...delivery, rest: [] }, outcome, now);
      await deliveries.change(delivery, after);
      return after.state;
    }
    const quiet = delivery.urgent ? null : quietUntil(now, found.wanted.quietHours);
    if (quiet !== null) return queuedUntil(delivery, quiet);

    const claimed: Delivery = {
      ...delivery,
      state: 'claimed',
      channel,
      rest,
      attempts: channel === delivery.channel ? delivery.attempts : 0,
      counted: true,
      claim: randomUUID(),
      claimedUntil: new Date(machine() + claimMilliseconds).toISOString(),
    };
    const free = delivery.urgent || delivery.counted === true || isSummary(delivery);
    const result = await deliveries.claim(delivery, claimed, free ? null : { now, perHour: ground.perHour });
    if (result === 'taken') return null;
    if (result === 'capped') return sumUp(delivery, now);
    return attempt(claimed, found.to, message);
  };
}
