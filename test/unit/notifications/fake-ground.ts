import type { Account } from '../../../shared/account-record.ts';
import { cityClock } from '../../../shared/clock.ts';
import type { Channel, Outcome } from '../../../functions/notifications/channels/port.ts';
import { deliverer } from '../../../functions/notifications/deliver.ts';
import type { Delivery } from '../../../functions/notifications/delivery.ts';
import type { Preferences } from '../../../functions/notifications/preferences.ts';
import { reachable, shipped, wanted } from './samples.ts';

/** A deliverer on a store in memory with the same conditions, channels that answer as they are told, and a clock. */
export function fakeGround(
  options: {
    outcomes?: Outcome[];
    account?: Account | null;
    preferences?: Preferences;
    perHour?: number;
    /** Runs between the claim and the send. */
    sending?: () => unknown;
  } = {},
) {
  const { outcomes = [], account = reachable, preferences = wanted, perHour = 100 } = options;
  const items = new Map<string, Delivery>();
  const sent: { channel: string; text: string }[] = [];
  const requested: { noticeId: string; dueAt: string }[] = [];
  const taken = new Map<string, number>();
  const state = { now: Date.parse('2026-11-23T03:00:00.000Z'), machine: 0 };
  const clock = cityClock({ scale: 1, origin: '2026-01-01T00:00:00Z' }, () => state.now);
  const same = (before: Delivery) => {
    const there = items.get(before.noticeId);
    if (before.state === 'claimed')
      return there?.claim === before.claim && (there?.state === 'claimed' || there?.state === 'unknown');
    return there?.state === before.state && there.dueAt === before.dueAt;
  };
  const channel = (name: string): Channel => ({
    async send(_, message) {
      await options.sending?.();
      sent.push({ channel: name, text: JSON.stringify(message) });
      return outcomes.shift() ?? { state: 'sent', reason: null };
    },
  });
  const deliver = deliverer({
    deliveries: {
      find: ({ noticeId }) => Promise.resolve(items.get(noticeId) ?? null),
      claim(before, after, cap) {
        if (!same(before)) return Promise.resolve('taken');
        const hour = clock.now().toISOString().slice(0, 13);
        if (cap !== null && (taken.get(hour) ?? 0) >= cap.perHour) return Promise.resolve('capped');
        if (cap !== null) taken.set(hour, (taken.get(hour) ?? 0) + 1);
        items.set(after.noticeId, after);
        return Promise.resolve('claimed');
      },
      change(before, after) {
        if (!same(before)) return Promise.resolve(false);
        items.set(after.noticeId, after);
        return Promise.resolve(true);
      },
      sumUp(before, after, summary) {
        const there = items.get(summary.noticeId) ?? { ...summary, count: 0 };
        if (!same(before) || there.state !== 'queued') return Promise.resolve(false);
        items.set(after.noticeId, after);
        items.set(summary.noticeId, { ...there, count: (there.count ?? 0) + 1 });
        return Promise.resolve(true);
      },
    },
    preferences: {
      find: () => Promise.resolve({ version: 1, preferences }),
      subscriptions: () => Promise.resolve([]),
    },
    person: () => Promise.resolve(account),
    channels: { push: channel('push'), zalo: channel('zalo'), email: channel('email') },
    hasZalo: true,
    table: () => Promise.resolve({ body: shipped }),
    request({ noticeId, dueAt }) {
      requested.push({ noticeId, dueAt });
      return Promise.resolve();
    },
    perHour,
    quietHours: null,
    clock,
    machine: () => state.machine,
  });
  return {
    deliver,
    items,
    sent,
    requested,
    state,
    put: (delivery: Delivery) => items.set(delivery.noticeId, delivery),
    stateOf: (noticeId: string) => items.get(noticeId)?.state,
    run: (noticeId: string) => deliver({ accountId: reachable.id, noticeId }),
  };
}
