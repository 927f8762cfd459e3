import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { ConfigurationError } from '../config.ts';
import { acknowledge } from './acknowledge.ts';
import { alarmPeriod, PeopleAlarm } from './alarm.ts';
import type { Ground } from './ground.ts';
import type { PrivateBucket } from './private-bucket.ts';

export interface CityFunctionProps extends Ground {
  /** `feature/entry`: functions/<feature>/<entry>.ts. The function is called city-<stage>-<feature>-<entry>. */
  entry: string;
  description: string;
  /** What its alarm says: what does not work for people when it fails. */
  breaks: string;
  /** Variables beside those of logs and metrics; only those that it reads. */
  environment: Record<string, string>;
  /** Megabytes; processor time comes with it. 512 where not given. */
  memorySize?: number;
  /** 15 seconds where not given. */
  timeout?: Duration;
  /** Needed where it is invoked asynchronously: takes what failed three times. */
  deadLetters?: IQueue;
}

/**
 * A function of the city with the defaults that all share: the newest Node that Lambda has, a role that may do
 * nothing but write its own log until `may` says more, logs kept as the city decides, traces, and an alarm.
 */
export class CityFunction extends Function {
  private readonly ownRole: Role;

  constructor(scope: Construct, id: string, props: CityFunctionProps) {
    const { city, assets, entry, timeout = Duration.seconds(15) } = props;
    const name = functionName(city.stage, entry);
    const folder = join(assets, entry);
    if (!existsSync(join(folder, 'index.mjs'))) {
      throw new ConfigurationError(`functions/${entry}.ts is missing: the stack deploys it as ${name}`);
    }
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const logGroup = new LogGroup(scope, `${id}Log`, {
      logGroupName: `/aws/lambda/${name}`,
      retention: city.deployment.logRetentionDays,
      // Logs are for finding faults; what was done to a report stands in its timeline.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    super(scope, id, {
      functionName: name,
      description: props.description,
      code: Code.fromAsset(folder),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      // What tests run on is what is deployed: sharp's machine code is the same on most machines and in CI.
      architecture: Architecture.X86_64,
      memorySize: props.memorySize ?? 512,
      timeout,
      role,
      logGroup,
      tracing: Tracing.ACTIVE,
      environment: {
        POWERTOOLS_SERVICE_NAME: entry,
        POWERTOOLS_METRICS_NAMESPACE: `City/${city.stage}`,
        LOG_LEVEL: 'INFO',
        ...props.environment,
      },
      ...(props.deadLetters && {
        deadLetterQueue: props.deadLetters,
        retryAttempts: 2,
        maxEventAge: Duration.hours(1),
      }),
    });
    this.ownRole = role;
    this.may(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn);
    acknowledge(
      role,
      ['IAM5[Resource::*]'],
      'X-Ray has no resources: traces are sent to all of it or to none.',
    );
    new PeopleAlarm(this, 'Alarm', {
      topic: props.alarms,
      metric: this.metricErrors({ period: alarmPeriod, statistic: 'Sum' }),
      threshold: 1,
      breaks: `${props.breaks} First look at the log group /aws/lambda/${name}.`,
    });
  }

  /** Allows the function these actions, each by its name, on these resources. */
  may(actions: readonly string[], ...resources: readonly string[]): void {
    this.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }

  /** Allows the function to send text messages to people's numbers, and to publish to no topic. */
  maySendTextMessages(): void {
    this.addToRolePolicy(
      new PolicyStatement({
        actions: ['sns:Publish'],
        notResources: [`arn:${Stack.of(this).partition}:sns:*:*:*`],
      }),
    );
  }

  /** Allows the function these actions on every object of a bucket, or on those below a prefix (`triage/models/`). */
  mayOnObjects(actions: readonly string[], bucket: PrivateBucket, prefix = ''): void {
    this.may(actions, bucket.arnForObjects(`${prefix}*`));
    this.acknowledge(
      `IAM5[Resource::<${bucket.logicalId}.Arn>/${prefix}*]`,
      'Names of objects are made while the city runs; the bucket and the actions are named.',
    );
  }

  /** Says why a finding about what it may do does not hold. */
  acknowledge(finding: string, reason: string): void {
    acknowledge(this.ownRole, [finding], reason);
  }
}

/** What a function is called in AWS: `reports/on-due-sweep` of stage local is city-local-reports-on-due-sweep. */
export function functionName(stage: string, entry: string): string {
  return `city-${stage}-${entry.replace('/', '-')}`;
}
