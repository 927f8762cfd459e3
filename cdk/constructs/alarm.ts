import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** Over which time alarms look: soon enough to act on, long enough not to ring for one restart. */
export const alarmPeriod = Duration.minutes(5);

interface PeopleAlarmProps {
  topic: ITopic;
  metric: IMetric;
  /** Rings at this value of the metric, over five minutes. */
  threshold: number;
  /** What does not work for people while it rings, and what to do first. */
  breaks: string;
}

/** An alarm that tells whoever it wakes what it means for people, not for machines. */
export class PeopleAlarm extends Alarm {
  constructor(scope: Construct, id: string, { topic, metric, threshold, breaks }: PeopleAlarmProps) {
    super(scope, id, {
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: breaks,
    });
    this.addAlarmAction(new SnsAction(topic));
    this.addOkAction(new SnsAction(topic));
  }
}
