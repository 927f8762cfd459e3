import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { alarmPeriod, PeopleAlarm } from './alarm.ts';
import type { CityFunction } from './city-function.ts';
import type { Ground } from './ground.ts';

interface DeadlinesWorkflowProps extends Ground {
  /** Where a report is put when its time has come; who takes it from there answers with the next wait. */
  steps: Queue;
}

/** How long a step may take in the queue, its five tries included; after that the sweep has to see to the report. */
const stepSeconds = 3600;

/**
 * One execution for each version of a report's clock: it waits until the report's next step, has it taken, and waits
 * again, until it is told that there is nothing to wait for. Input: {reportId, clockVersion, waitSeconds}.
 */
export class DeadlinesWorkflow extends Construct {
  constructor(scope: Construct, id: string, { city, alarms, steps }: DeadlinesWorkflowProps) {
    super(scope, id);
    const name = workflowName(city.stage);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    steps.grantSendMessages(role);
    const machine = new StateMachine(this, 'StateMachine', {
      stateMachineName: name,
      comment: 'Wakes a report when its clock has something to do',
      definitionBody: DefinitionBody.fromString(JSON.stringify(definition(steps))),
      role,
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Log', {
          // Step Functions writes only into groups of this prefix without another resource policy of the account.
          logGroupName: `/aws/vendedlogs/states/${name}`,
          retention: city.deployment.logRetentionDays,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ALL,
        // Inputs hold task tokens.
        includeExecutionData: false,
      },
    });
    acknowledge(
      role,
      ['IAM5[Resource::*]'],
      'Delivery of logs and traces has no resources that could be named: AWS takes these actions on all or none.',
    );
    new PeopleAlarm(this, 'Failed', {
      topic: alarms,
      metric: machine.metricFailed({ period: alarmPeriod, statistic: 'Sum' }),
      threshold: 1,
      breaks:
        'Reminders and escalations may come up to 15 minutes late: the workflow of a report failed, and the sweep of ' +
        `due reports does its work. First look at the failed execution of ${name}.`,
    });
  }
}

function definition(steps: Queue) {
  return {
    QueryLanguage: 'JSONata',
    StartAt: 'Wait',
    States: {
      Wait: { Type: 'Wait', Seconds: '{% $states.input.waitSeconds %}', Next: 'Step' },
      Step: {
        Type: 'Task',
        Resource: `arn:${Stack.of(steps).partition}:states:::sqs:sendMessage.waitForTaskToken`,
        Arguments: {
          QueueUrl: steps.queueUrl,
          MessageBody: {
            reportId: '{% $states.input.reportId %}',
            clockVersion: '{% $states.input.clockVersion %}',
            taskToken: '{% $states.context.Task.Token %}',
          },
        },
        Output: '{% $merge([$states.input, $states.result]) %}',
        TimeoutSeconds: stepSeconds,
        // A queue that is briefly not to be reached. No answer is none: whoever should answer has its own alarm.
        Retry: [
          {
            ErrorEquals: ['SQS.SdkClientException', 'SQS.AmazonSQSException'],
            IntervalSeconds: 2,
            MaxAttempts: 6,
            BackoffRate: 2,
            JitterStrategy: 'FULL',
          },
        ],
        Next: 'GoesOn',
      },
      GoesOn: {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.input.goesOn %}', Next: 'Wait' }],
        Default: 'Ended',
      },
      Ended: { Type: 'Succeed' },
    },
  };
}

const workflowName = (stage: string) => `city-${stage}-deadlines`;

/** The workflow's ARN by its name, since the functions that answer it must be allowed to before it exists. */
export function workflowArn(scope: Construct, stage: string): string {
  return arnOf(scope, 'stateMachine', workflowName(stage));
}

/** Allows a function to end executions of the workflow, whichever they are. */
export function mayStopExecutions(fn: CityFunction, stage: string): void {
  const name = workflowName(stage);
  fn.may(['states:StopExecution'], arnOf(fn, 'execution', `${name}:*`));
  const { region } = Stack.of(fn);
  fn.acknowledge(
    `IAM5[Resource::arn:aws:states:${region}:<AWS::AccountId>:execution:${name}:*]`,
    'Names of executions are made while the city runs; the machine and the action are named.',
  );
}

function arnOf(scope: Construct, resource: string, resourceName: string): string {
  const format = { arnFormat: ArnFormat.COLON_RESOURCE_NAME };
  return Stack.of(scope).formatArn({ service: 'states', resource, resourceName, ...format });
}
