import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Clock } from '../../shared/clock.ts';
import type { DeliveryKey } from './delivery-store.ts';

/** Asks for a delivery at its time. */
export type RequestDelivery = (delivery: DeliveryKey & { dueAt: string }) => Promise<void>;

/** The longest that a queue holds a message back. */
const mostDelaySeconds = 900;

/** Requests deliveries by queue. What is due later than a queue can wait is left to the sweep. */
export function deliveryQueue(sqs: SQSClient, queueUrl: string, clock: Clock): RequestDelivery {
  return async ({ accountId, noticeId, dueAt }) => {
    const delay = clock.secondsUntil(new Date(dueAt));
    if (delay > mostDelaySeconds) return;
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify({ accountId, noticeId }),
        DelaySeconds: delay,
      }),
    );
  };
}
