import webPush from 'web-push';
import { isSummary } from '../delivery.ts';
import { outcomeOfFailure, outcomeOfStatus, together } from './outcome.ts';
import type { Channel, Outcome, PushSubscription } from './port.ts';
import { isPushEndpoint, type PushPayload } from './push.ts';

/** The city's own keys, by which push services know it (VAPID). */
export interface PushKeys {
  publicKey: string;
  privateKey: string;
}

interface Settings {
  keys: () => Promise<PushKeys | null>;
  /** Whom a push service writes to when something is wrong: `mailto:…`. */
  subject: string;
  /** Hosts of push services: nothing else is called. */
  hosts: readonly string[];
  /** Forgets a browser that is gone. */
  forget: (accountId: string, id: string) => Promise<void>;
}

/** How long a push service keeps what a phone that is off has not got. */
const keptSeconds = 24 * 3600;
const timeoutMilliseconds = 8000;

/** Web push to each of a person's browsers. */
export function pushChannel({ keys, subject, hosts, forget }: Settings): Channel {
  async function one(
    subscription: PushSubscription,
    payload: PushPayload,
    vapid: PushKeys,
  ): Promise<Outcome> {
    if (!isPushEndpoint(subscription.endpoint, hosts)) return { state: 'final', reason: 'unknown-host' };
    let request: webPush.RequestDetails;
    try {
      request = webPush.generateRequestDetails(subscription, JSON.stringify(payload), {
        TTL: keptSeconds,
        vapidDetails: { subject, ...vapid },
      });
    } catch {
      return { state: 'final', reason: 'unusable-subscription' };
    }
    try {
      const response = await fetch(request.endpoint, {
        method: request.method,
        headers: Object.entries(request.headers).map(([name, value]): [string, string] => [
          name,
          String(value),
        ]),
        body: Uint8Array.from(request.body ?? []),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMilliseconds),
      });
      return outcomeOfStatus(response.status);
    } catch (error) {
      return outcomeOfFailure(error);
    }
  }

  return {
    async send({ accountId, subscriptions }, message, noticeId) {
      const vapid = await keys();
      if (vapid === null || message.push === undefined) return { state: 'final', reason: 'not-set-up' };
      const payload = {
        notice: isSummary({ noticeId }) ? null : noticeId,
        text: message.push.text,
      } satisfies PushPayload;
      const outcomes = await Promise.all(
        subscriptions.map(async (subscription) => {
          const outcome = await one(subscription, payload, vapid);
          const gone = outcome.reason === 'http-404' || outcome.reason === 'http-410';
          if (gone) await forget(accountId, subscription.id);
          return outcome;
        }),
      );
      return together(outcomes);
    },
  };
}
