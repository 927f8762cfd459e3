import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { City } from '../../config.ts';
import { CityFunction } from '../../constructs/city-function.ts';
import { DeadlinesWorkflow, mayStopExecutions, workflowArn } from '../../constructs/deadlines-workflow.ts';
import { QueueWorker } from '../../constructs/queue-worker.ts';
import { ScheduledJob } from '../../constructs/scheduled-job.ts';
import { allowTable } from '../../constructs/table-access.ts';
import { apiEnvironment, cityEnvironment, clockEnvironment } from './environment.ts';
import type { FeatureProps } from './feature.ts';

/** Reports: their API, the workflow that wakes them when their clock has something to do, and the sweeps of what is due and of units that have ended. */
export class Reports extends Construct {
  readonly api: CityFunction;

  constructor(scope: Construct, { ground, data }: FeatureProps) {
    super(scope, 'Reports');
    const { city } = ground;
    const machineArn = workflowArn(this, city.stage);
    const timed = { ...cityEnvironment(city), ...clockEnvironment(city) };

    const api = new CityFunction(this, 'Api', {
      ...ground,
      entry: 'reports/api',
      description: 'The API of reports',
      breaks: 'Citizens cannot report or see their reports, and officials cannot work on theirs.',
      // The city's boundaries are held in memory: 3 MB of JSON.
      memorySize: 1024,
      environment: { ...apiEnvironment(city), ...timed, REFERENCE_BUCKET: data.reference.bucketName },
    });
    allowTable(
      api,
      data.table,
      ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'],
      ['GSI1', 'GSI2', 'GSI4', 'GSI5', 'GSI6', 'GSI7'],
    );
    api.mayOnObjects(['s3:GetObject'], data.reference);
    this.api = api;

    const change = new QueueWorker(this, 'OnClockChange', {
      ...ground,
      entry: 'reports/on-clock-change',
      description: 'Starts and ends the workflow that wakes a report when its clock has something to do',
      breaks: 'Reminders and escalations may come up to 15 minutes late.',
      environment: { ...clockEnvironment(city), DEADLINES_STATE_MACHINE_ARN: machineArn },
      bus: data.bus,
      pattern: {
        source: ['city.reports'],
        detailType: Match.prefix('report.'),
        // Decisions that moved the clock; comments, ratings and steps leave it alone.
        detail: { data: { previousClockVersion: Match.exists() } },
      },
      batchSize: 10,
      maxConcurrency: 5,
    });
    allowTable(change.function, data.table, ['GetItem']);
    change.function.may(['states:StartExecution'], machineArn);
    mayStopExecutions(change.function, city.stage);

    const step = new QueueWorker(this, 'OnClockStep', {
      ...ground,
      entry: 'reports/on-clock-step',
      description: 'Takes the step of a report whose time has come: reminds, says that it is late, escalates',
      breaks: 'Officials and leaders may hear up to 15 minutes late of what is due and overdue.',
      environment: { ...clockEnvironment(city), DEADLINES_STATE_MACHINE_ARN: machineArn },
      batchSize: 10,
      maxConcurrency: 5,
    });
    allowTable(step.function, data.table, ['GetItem', 'PutItem', 'UpdateItem']);
    step.function.may(['states:SendTaskSuccess'], machineArn);
    new DeadlinesWorkflow(this, 'Deadlines', { ...ground, steps: step.queue });

    const submitted = new QueueWorker(this, 'OnSubmitted', {
      ...ground,
      entry: 'reports/on-submitted',
      description: 'Reads new reports: sends them to their office, or says why a person should look first',
      breaks:
        'New reports without a category wait for the monitoring centre, and urgent ones are not known as urgent.',
      // The model is held in memory; more of it is more of a processor too.
      memorySize: 1024,
      environment: {
        ...timed,
        PHOTO_BUCKET: data.photos.bucketName,
        REFERENCE_BUCKET: data.reference.bucketName,
      },
      bus: data.bus,
      pattern: { source: ['city.reports'], detailType: ['report.submitted'] },
      batchSize: 10,
      maxConcurrency: 5,
    });
    allowTable(
      submitted.function,
      data.table,
      ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'],
      ['GSI4'],
    );
    // A model that was activated lies there.
    submitted.function.mayOnObjects(['s3:GetObject'], data.reference, 'triage/models/');
    mayAskLargeModel(submitted.function, ground.city, data);
    submitted.output('Submissions');

    const sweep = new ScheduledJob(this, 'OnDueSweep', {
      ...ground,
      entry: 'reports/on-due-sweep',
      description: 'Every 15 minutes: does what workflows missed, and closes what was resolved a while ago',
      breaks: 'Reminders and escalations that a workflow missed do not come, and resolved reports stay open.',
      environment: clockEnvironment(city),
      timeout: Duration.minutes(5),
      every: Duration.minutes(15),
    });
    allowTable(sweep.function, data.table, ['GetItem', 'PutItem', 'UpdateItem'], ['GSI3']);

    const succession = new ScheduledJob(this, 'OnSuccessionSweep', {
      ...ground,
      entry: 'reports/on-succession-sweep',
      description: 'Every hour: gives the open reports of units that have ended to who followed them',
      breaks: 'Reports of a unit that has ended stay where nobody works on them.',
      environment: timed,
      timeout: Duration.minutes(5),
      every: Duration.hours(1),
    });
    allowTable(succession.function, data.table, ['GetItem', 'PutItem', 'UpdateItem'], ['GSI2']);

    new CfnOutput(this, 'StateMachineArn', { value: machineArn }).overrideLogicalId(
      'DeadlinesStateMachineArn',
    );
    change.output('ClockChanges');
    step.output('ClockSteps');
  }
}

/** Where the city asks a large model, its function may call that one and see the photos. */
function mayAskLargeModel(fn: CityFunction, { runtime: { triage } }: City, data: FeatureProps['data']): void {
  if (triage.engine !== 'bedrock') return;
  const { partition } = Stack.of(fn);
  fn.may(
    ['bedrock:InvokeModel'],
    `arn:${partition}:bedrock:${triage.region}::foundation-model/${triage.modelId}`,
  );
  fn.mayOnObjects(['s3:GetObject'], data.photos);
  // To tell a photo that is not there yet; without it S3 calls it forbidden.
  fn.may(['s3:ListBucket'], data.photos.bucketArn);
}
