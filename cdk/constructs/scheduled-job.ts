import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { CityFunction, type CityFunctionProps } from './city-function.ts';
import { DeadLetters } from './dead-letters.ts';

type ScheduledJobProps = Omit<CityFunctionProps, 'deadLetters'> &
  (
    | { every: Duration }
    /** At a time of each day, in UTC: the platforms differ in what they make of time zones. */
    | { cron: { minute: string; hour: string; weekDay?: string } }
  );

/**
 * A function that runs at a fixed rate, or at a time of day. A run that fails is tried twice more and then kept as a dead letter; the job
 * itself finds its work in the table, so the next run does what this one left.
 */
export class ScheduledJob extends Construct {
  readonly function: CityFunction;

  constructor(scope: Construct, id: string, props: ScheduledJobProps) {
    super(scope, id);
    const deadLetters = new DeadLetters(
      this,
      'DeadLetters',
      props,
      `${props.breaks} A run failed three times.`,
    );
    this.function = new CityFunction(this, 'Function', { ...props, deadLetters });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [this.function.functionArn] }),
    );
    role.addToPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }),
    );
    const expression =
      'every' in props ? ScheduleExpression.rate(props.every) : ScheduleExpression.cron(props.cron);
    // A run that comes so late that the next one is due is left to it.
    const patience = 'every' in props ? props.every : Duration.hours(6);
    // Written by its properties: CDK's own target would let the scheduler call every version of the function too.
    const schedule = new CfnSchedule(this, 'Schedule', {
      description: props.description,
      scheduleExpression: expression.expressionString,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: this.function.functionArn,
        roleArn: role.roleArn,
        deadLetterConfig: { arn: deadLetters.queueArn },
        retryPolicy: { maximumEventAgeInSeconds: patience.toSeconds(), maximumRetryAttempts: 10 },
      },
    });
    schedule.node.addDependency(role);
  }
}
