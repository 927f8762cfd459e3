import { CfnOutput, Duration } from 'aws-cdk-lib';
import { EventSourceMapping, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { entryPrefix } from '../../../shared/timeline.ts';
import { acknowledge } from '../../constructs/acknowledge.ts';
import { alarmPeriod, PeopleAlarm } from '../../constructs/alarm.ts';
import { CityFunction } from '../../constructs/city-function.ts';
import { DeadLetters } from '../../constructs/dead-letters.ts';
import { allowTable } from '../../constructs/table-access.ts';
import type { FeatureProps } from './feature.ts';

/** New timeline entries are all that is published; the function is not even called for other writes. */
const newEntries = {
  pattern: JSON.stringify({
    eventName: ['INSERT'],
    dynamodb: { Keys: { SK: { S: [{ prefix: entryPrefix }] } } },
  }),
};

/** The outbox: timeline entries of the table's stream become events on the city's bus. */
export class Outbox extends Construct {
  constructor(scope: Construct, { ground, data }: FeatureProps) {
    super(scope, 'Outbox');
    const environment = { BUS_NAME: data.bus.eventBusName };
    const unheard = 'Nobody is told of what happens to reports: not citizens, not offices, not leaders.';

    const unpublished = new DeadLetters(
      this,
      'Unpublished',
      ground,
      'Of some changes nobody is told: their events could not be published. Publish the day again (job republish).',
    );
    acknowledge(
      unpublished,
      ['SQS3'],
      'It is the dead-letter queue of the table’s stream, which no rule knows to look for.',
    );

    const publisher = new CityFunction(this, 'OnTimelineEntry', {
      ...ground,
      entry: 'outbox/on-timeline-entry',
      description: 'Publishes timeline entries as events',
      breaks: unheard,
      environment: { ...environment, UNPUBLISHED_QUEUE_URL: unpublished.queueUrl },
      timeout: Duration.seconds(30),
    });
    const streamArn = data.table.tableStreamArn;
    if (streamArn === undefined) throw new Error('the table has no stream');
    publisher.may(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], streamArn);
    publisher.may(['events:PutEvents'], data.bus.eventBusArn);
    publisher.may(['sqs:SendMessage'], unpublished.queueArn);
    new EventSourceMapping(this, 'Stream', {
      target: publisher,
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      filters: [newEntries],
      // The function sets aside what it cannot publish; these are for when it cannot even do that.
      bisectBatchOnError: true,
      retryAttempts: 20,
      maxRecordAge: Duration.hours(12),
      onFailure: new SqsDlq(unpublished),
    });

    new PeopleAlarm(this, 'Late', {
      topic: ground.alarms,
      metric: publisher.metric('IteratorAge', { period: alarmPeriod, statistic: 'Maximum' }),
      threshold: Duration.minutes(5).toMilliseconds(),
      breaks: `${unheard} Events are more than five minutes late; after 12 hours they are lost to the stream.`,
    });

    const republish = new CityFunction(this, 'OnRepublish', {
      ...ground,
      entry: 'outbox/on-republish',
      description: 'By hand: publishes the entries of a day again',
      breaks: 'Publishing a day again failed; what it was started for is still to do.',
      environment,
      timeout: Duration.minutes(5),
    });
    allowTable(republish, data.table, [], ['GSI5']);
    republish.may(['events:PutEvents'], data.bus.eventBusArn);

    new CfnOutput(this, 'UnpublishedUrl', { value: unpublished.queueUrl }).overrideLogicalId(
      'UnpublishedQueueUrl',
    );
  }
}
