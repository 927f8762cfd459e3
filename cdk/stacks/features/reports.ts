import { CfnOutput, Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { AcceptanceWorkflow, workflowArn } from '../../constructs/acceptance-workflow.ts';
import { CityFunction } from '../../constructs/city-function.ts';
import { QueueWorker } from '../../constructs/queue-worker.ts';
import { ScheduledJob } from '../../constructs/scheduled-job.ts';
import { allowTable } from '../../constructs/table-access.ts';
import { apiEnvironment, cityEnvironment, clockEnvironment } from './environment.ts';
import type { FeatureProps } from './feature.ts';

/** Reports: their API, the workflow that waits for an office to accept, and the sweeps of what is due and of units that have ended. */
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
      ['GetItem', 'Query', 'PutItem', 'UpdateItem'],
      ['GSI1', 'GSI2', 'GSI4', 'GSI5', 'GSI6', 'GSI7'],
    );
    api.mayOnObjects(['s3:GetObject'], data.reference);
    this.api = api;

    const assignment = new QueueWorker(this, 'OnAssignment', {
      ...ground,
      entry: 'reports/on-assignment',
      description: 'Starts and ends the acceptance workflow of reports',
      breaks: 'Leaders may hear up to 15 minutes late of reports that nobody accepted.',
      environment: { ...clockEnvironment(city), ACCEPTANCE_STATE_MACHINE_ARN: machineArn },
      bus: data.bus,
      pattern: { source: ['city.reports'], detailType: Match.prefix('report.') },
      batchSize: 10,
      maxConcurrency: 5,
    });
    allowTable(assignment.function, data.table, ['GetItem', 'Query', 'DeleteItem']);
    assignment.function.may(['states:StartExecution', 'states:SendTaskSuccess'], machineArn);

    const onWait = new CityFunction(this, 'OnAcceptanceWait', {
      ...ground,
      entry: 'reports/on-acceptance-wait',
      description: 'Keeps the token of an execution that waits for an office to accept',
      breaks: 'Workflows of reports do not hear that an office accepted, and end late.',
      environment: {},
    });
    allowTable(onWait, data.table, ['GetItem', 'PutItem', 'DeleteItem']);
    onWait.may(['states:SendTaskSuccess'], machineArn);

    const onMissed = new CityFunction(this, 'OnAcceptanceMissed', {
      ...ground,
      entry: 'reports/on-acceptance-missed',
      description: 'Escalates a report that its office did not accept in time',
      breaks: 'Leaders may hear up to 15 minutes late of reports that nobody accepted.',
      environment: timed,
    });
    allowTable(onMissed, data.table, ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem']);
    new AcceptanceWorkflow(this, 'Acceptance', { ...ground, onWait, onMissed });

    const sweep = new ScheduledJob(this, 'OnDueSweep', {
      ...ground,
      entry: 'reports/on-due-sweep',
      description:
        'Every 15 minutes: reminds of what is due, says what is overdue, escalates what nobody accepted',
      breaks: 'Officials are not reminded of due reports, and overdue ones are not shown as overdue.',
      environment: timed,
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
      'AcceptanceStateMachineArn',
    );
    assignment.output('Assignment');
  }
}
