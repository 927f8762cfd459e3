import * as z from 'zod';
import type { Message } from '../message.ts';

/** A browser that a person's pushes go to, as the browser describes it. */
export const PushSubscription = z.object({
  id: z.string(),
  endpoint: z.string(),
  keys: z.object({ p256dh: z.string(), auth: z.string() }),
});
export type PushSubscription = z.infer<typeof PushSubscription>;

/** Where a person can be reached now: addresses that they have shown to be theirs, if they agreed to be written to. */
export interface Receiver {
  accountId: string;
  email: string | null;
  phone: string | null;
  subscriptions: readonly PushSubscription[];
}

/**
 * What came of an attempt. `passing`: certainly not sent, and may work later. `final`: certainly not sent, and never
 * will be this way. `unknown`: it may have been sent.
 */
export interface Outcome {
  state: 'sent' | 'passing' | 'final' | 'unknown';
  /** A word for logs and figures, without personal data. */
  reason: string | null;
}

/** One way to people. It never throws for what the other side does, and never tries twice by itself. */
export interface Channel {
  send: (to: Receiver, message: Message, noticeId: string) => Promise<Outcome>;
}

export const sent: Outcome = { state: 'sent', reason: null };
