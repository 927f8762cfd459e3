import type { Account } from '../../shared/account-record.ts';
import type { PushSubscription, Receiver } from './channels/port.ts';
import type { ChannelName, Message } from './message.ts';
import type { Preferences } from './preferences.ts';
import type { NoticeKind } from './routing-table.ts';

/** The purpose that people agree to before anything is sent to them out of the app. */
const purpose = 'messages';

/** Where a person can be written to; null where they did not agree to it, or are gone. */
export function receiverOf(
  { id, state, consents, contacts }: Account,
  subscriptions: readonly PushSubscription[],
): Receiver | null {
  if (state !== 'active' || consents[purpose]?.given !== true) return null;
  const address = (wanted: string) => contacts.find(({ channel }) => channel === wanted)?.address ?? null;
  return { accountId: id, email: address('email'), phone: address('phone'), subscriptions };
}

/** Is there anywhere to send to, by channel? */
const reaches: Record<ChannelName, (to: Receiver, hasZalo: boolean) => boolean> = {
  push: ({ subscriptions }) => subscriptions.length > 0,
  zalo: ({ phone }, hasZalo) => hasZalo && phone !== null,
  email: ({ email }) => email !== null,
};

/** Of some channels those that have something to send, that the person wants for this kind, and that reach them. */
export function openTo(
  names: readonly ChannelName[],
  to: Receiver,
  what: { message: Message; kind: NoticeKind },
  preferences: Preferences,
  hasZalo: boolean,
): ChannelName[] {
  return names.filter(
    (name) =>
      what.message[name] !== undefined && preferences.channels[name][what.kind] && reaches[name](to, hasZalo),
  );
}
