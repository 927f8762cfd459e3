import * as z from 'zod';
import { Time } from '../../shared/identifiers.ts';
import type { Outcome } from './channels/port.ts';
import { ChannelName, Message } from './message.ts';
import { NoticeKind } from './routing-table.ts';

/**
 * How far a notice came on its way out of the city: `queued` → `claimed` (somebody is sending it, or died while
 * sending) → `sent` → `delivered` (the receiver's device said so). `failed`: no channel takes it. `given-up`: tried
 * as often as is sensible. `unknown`: it may have been sent; never sent again by itself. `summed-up`: beyond the cap,
 * counted in the hour's summary.
 */
export const deliveryStates = [
  'queued',
  'claimed',
  'sent',
  'delivered',
  'failed',
  'given-up',
  'unknown',
  'summed-up',
] as const;

/** One notice on its way to one person; it holds no address, so what was withdrawn meanwhile is not written to. */
export const Delivery = z.object({
  accountId: z.string(),
  noticeId: z.string(),
  kind: NoticeKind,
  urgent: z.boolean(),
  /** Filled in; empty for a summary, whose count is known when it goes. */
  message: Message,
  /** Notices beyond the cap, of a summary. */
  count: z.number().int().nullish(),
  /** The channel that it is on, and those after it. */
  channel: ChannelName,
  rest: z.array(ChannelName),
  state: z.enum(deliveryStates),
  /** Failed tries on this channel. */
  attempts: z.number().int(),
  /** What became of it on each channel, in order. */
  tried: z.array(
    z.object({ channel: ChannelName, state: z.string(), reason: z.string().nullable(), at: Time }),
  ),
  /** When it is (next) to be sent, by the city's clock. */
  dueAt: Time,
  createdAt: Time,
  /** It has its place among those of an hour. */
  counted: z.boolean().nullish(),
  /** Names the one attempt that may write what came of it. */
  claim: z.string().nullish(),
  /** Until when, by the machines' own clock, the claimer can still be at work. */
  claimedUntil: Time.nullish(),
});
export type Delivery = z.infer<typeof Delivery>;

/** Tries on one channel while its failures are passing, and the wait before the second, doubled each time. Assumed. */
export const mostAttempts = 5;
const firstWaitSeconds = 30;

/** The wait after so many failed tries, in seconds of the city's clock: 30, 60, 120, 240. */
export const backoffSeconds = (attempts: number) => firstWaitSeconds * 2 ** (attempts - 1);

/** Where a delivery stands after an attempt to send it. */
export function afterAttempt(delivery: Delivery, outcome: Outcome, now: Date): Delivery {
  const { channel, rest } = delivery;
  const at = now.toISOString();
  const tried = (state: string) => [...delivery.tried, { channel, state, reason: outcome.reason, at }];
  if (outcome.state === 'sent' || outcome.state === 'unknown') {
    return { ...delivery, state: outcome.state, tried: tried(outcome.state) };
  }
  const attempts = delivery.attempts + 1;
  if (outcome.state === 'passing' && attempts < mostAttempts) {
    const dueAt = new Date(now.getTime() + backoffSeconds(attempts) * 1000).toISOString();
    return { ...delivery, state: 'queued', attempts, tried: tried('passing'), dueAt };
  }
  const ended = outcome.state === 'passing' ? 'given-up' : 'failed';
  const [next, ...others] = rest;
  if (next === undefined) return { ...delivery, state: ended, attempts, tried: tried(ended) };
  return {
    ...delivery,
    state: 'queued',
    channel: next,
    rest: others,
    attempts: 0,
    tried: tried(ended),
    dueAt: at,
  };
}

/** Something will still happen to it by itself. */
export const isPending = ({ state }: Delivery) => state === 'queued' || state === 'claimed';

/** The hour of the cap, and of its summary: `2026-11-23T02`, in UTC. */
export const hourOf = (at: Date) => at.toISOString().slice(0, 13);
export const endOfHour = (at: Date) => new Date((Math.floor(at.getTime() / 3_600_000) + 1) * 3_600_000);

const summaryPrefix = 'SUMMARY#';
export const summaryId = (at: Date) => `${summaryPrefix}${hourOf(at)}`;
export const isSummary = ({ noticeId }: Pick<Delivery, 'noticeId'>) => noticeId.startsWith(summaryPrefix);
