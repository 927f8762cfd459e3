import * as z from 'zod';
import { outcomeOfFailure, outcomeOfStatus } from './outcome.ts';
import { type Channel, type Outcome, sent } from './port.ts';

/** Answers come with HTTP 200 and an error number. */
const Answer = z.object({ error: z.number().int(), message: z.string().optional() });

/** Zalo's numbers for "not now": its system is busy, the account's quota of a day or an hour is used up. Assumed from its documentation. */
const passing = new Set([-100, -115, -144, -147]);
const timeoutMilliseconds = 8000;

/** Zalo's notification service: a template that it approved, to the person's own verified number. */
export function zaloChannel(settings: {
  endpoint: string | null;
  token: () => Promise<string | null>;
}): Channel {
  return {
    async send({ phone }, message, noticeId) {
      if (phone === null || message.zalo === undefined) return { state: 'final', reason: 'no-address' };
      const token = await settings.token();
      if (settings.endpoint === null || token === null) return { state: 'final', reason: 'not-set-up' };
      try {
        const response = await fetch(settings.endpoint, {
          method: 'POST',
          headers: { 'content-type': 'application/json', access_token: token },
          body: JSON.stringify({
            phone: phone.replace(/^\+/, ''),
            template_id: message.zalo.templateId,
            template_data: message.zalo.data,
            tracking_id: noticeId,
          }),
          signal: AbortSignal.timeout(timeoutMilliseconds),
        });
        const outcome = outcomeOfStatus(response.status);
        return outcome.state === 'sent' ? outcomeOf(await response.json()) : outcome;
      } catch (error) {
        return outcomeOfFailure(error);
      }
    },
  };
}

function outcomeOf(body: unknown): Outcome {
  const answer = Answer.safeParse(body);
  if (!answer.success) return { state: 'unknown', reason: 'unreadable-answer' };
  const { error } = answer.data;
  if (error === 0) return sent;
  return { state: passing.has(error) ? 'passing' : 'final', reason: `zalo${error}` };
}
