import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { alarmPeriod, PeopleAlarm } from './alarm.ts';
import type { Ground } from './ground.ts';

/** What all queues share. */
export const queueDefaults = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };

/** A queue for what failed for good. It keeps 14 days, the longest there is, and rings at the first message. */
export class DeadLetters extends Queue {
  constructor(scope: Construct, id: string, { alarms }: Ground, breaks: string) {
    super(scope, id, { ...queueDefaults, retentionPeriod: Duration.days(14) });
    new PeopleAlarm(this, 'Alarm', {
      topic: alarms,
      metric: this.metricApproximateNumberOfMessagesVisible({ period: alarmPeriod, statistic: 'Maximum' }),
      threshold: 1,
      breaks,
    });
  }
}
