import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { alarmPeriod, PeopleAlarm } from './alarm.ts';
import type { Ground } from './ground.ts';

interface AcceptanceWorkflowProps extends Ground {
  /** Keeps the token by which the execution is told that the wait is over. */
  onWait: IFunction;
  /** Looks into the table and escalates what is still not accepted. */
  onMissed: IFunction;
}

/**
 * One execution for each time that an office gets a report: it waits until it is told that the office accepted, or
 * until the time is over; then the report is escalated. Input: {reportId, clockVersion, waitSeconds}.
 */
export class AcceptanceWorkflow extends Construct {
  constructor(scope: Construct, id: string, { city, alarms, onWait, onMissed }: AcceptanceWorkflowProps) {
    super(scope, id);
    const name = workflowName(city.stage);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: [onWait.functionArn, onMissed.functionArn],
      }),
    );
    const acceptSeconds = Math.ceil((city.runtime.deadlines.acceptHours * 3600) / city.clock.scale);
    const machine = new StateMachine(this, 'StateMachine', {
      stateMachineName: name,
      comment: 'Waits until an office accepts a report; escalates when it does not',
      definitionBody: DefinitionBody.fromString(JSON.stringify(definition(onWait, onMissed, acceptSeconds))),
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
        'Leaders may hear up to 15 minutes late that their office has not accepted a report: its workflow failed, and ' +
        `the sweep of due reports does its work. First look at the failed execution of ${name}.`,
    });
  }
}

/**
 * TimeoutSeconds is the ordinary time to accept, as a number, and a longer wait goes on in WaitOut: the embedded
 * emulator waits for a token no other way than by a number (an expression fails the execution).
 */
function definition(onWait: IFunction, onMissed: IFunction, acceptSeconds: number) {
  const report = {
    reportId: '{% $states.input.reportId %}',
    clockVersion: '{% $states.input.clockVersion %}',
  };
  const retryBriefFaults = [
    {
      ErrorEquals: [
        'Lambda.ServiceException',
        'Lambda.AWSLambdaException',
        'Lambda.SdkClientException',
        'Lambda.TooManyRequestsException',
      ],
      IntervalSeconds: 2,
      MaxAttempts: 6,
      BackoffRate: 2,
      JitterStrategy: 'FULL',
    },
  ];
  return {
    QueryLanguage: 'JSONata',
    StartAt: 'WaitForAcceptance',
    States: {
      WaitForAcceptance: {
        Type: 'Task',
        Resource: `arn:${Stack.of(onWait).partition}:states:::lambda:invoke.waitForTaskToken`,
        Arguments: {
          FunctionName: onWait.functionArn,
          Payload: { ...report, taskToken: '{% $states.context.Task.Token %}' },
        },
        TimeoutSeconds: acceptSeconds,
        Retry: retryBriefFaults,
        Catch: [
          {
            ErrorEquals: ['States.Timeout'],
            Output: `{% $merge([$states.input, {"waitSeconds": $max([0, $states.input.waitSeconds - ${acceptSeconds}])}]) %}`,
            Next: 'WaitOut',
          },
          { ErrorEquals: ['States.ALL'], Output: '{% $states.input %}', Next: 'WaitOut' },
        ],
        Next: 'Accepted',
      },
      Accepted: { Type: 'Succeed' },
      WaitOut: { Type: 'Wait', Seconds: '{% $states.input.waitSeconds %}', Next: 'Escalate' },
      Escalate: {
        Type: 'Task',
        Resource: `arn:${Stack.of(onMissed).partition}:states:::lambda:invoke`,
        Arguments: { FunctionName: onMissed.functionArn, Payload: report },
        Output: '{% $states.result.Payload %}',
        Retry: retryBriefFaults,
        Next: 'Escalated',
      },
      Escalated: { Type: 'Succeed' },
    },
  };
}

const workflowName = (stage: string) => `city-${stage}-acceptance`;

/** The workflow's ARN by its name, since the functions that it calls must be allowed to answer it before it exists. */
export function workflowArn(scope: Construct, stage: string): string {
  return Stack.of(scope).formatArn({
    service: 'states',
    resource: 'stateMachine',
    resourceName: workflowName(stage),
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
