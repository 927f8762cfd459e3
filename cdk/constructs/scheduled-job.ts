import { type Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { CityFunction, type CityFunctionProps } from './city-function.ts';
import { DeadLetters } from './dead-letters.ts';

interface ScheduledJobProps extends Omit<CityFunctionProps, 'deadLetters'> {
  every: Duration;
}

/**
 * A function that runs at a fixed rate. A run that fails is tried twice more and then kept as a dead letter; the job
 * itself finds its work in the table, so the next run does what this one left.
 */
export class ScheduledJob extends Construct {
  readonly function: CityFunction;

  constructor(scope: Construct, id: string, { every, ...props }: ScheduledJobProps) {
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
    // Written by its properties: CDK's own target would let the scheduler call every version of the function too.
    const schedule = new CfnSchedule(this, 'Schedule', {
      description: props.description,
      scheduleExpression: ScheduleExpression.rate(every).expressionString,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: this.function.functionArn,
        roleArn: role.roleArn,
        deadLetterConfig: { arn: deadLetters.queueArn },
        retryPolicy: { maximumEventAgeInSeconds: every.toSeconds(), maximumRetryAttempts: 10 },
      },
    });
    schedule.node.addDependency(role);
  }
}
