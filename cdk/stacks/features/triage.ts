import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CityFunction } from '../../constructs/city-function.ts';
import { QueueWorker } from '../../constructs/queue-worker.ts';
import { ScheduledJob } from '../../constructs/scheduled-job.ts';
import { allowTable } from '../../constructs/table-access.ts';
import { apiEnvironment, cityEnvironment, clockEnvironment } from './environment.ts';
import type { FeatureProps } from './feature.ts';

/** Triage: what people say of reports is kept, learnt from every week, and proposed to an admin as a better model. */
export class Triage extends Construct {
  readonly api: CityFunction;

  constructor(scope: Construct, { ground, data }: FeatureProps) {
    super(scope, 'Triage');
    const { city } = ground;
    const timed = { ...cityEnvironment(city), ...clockEnvironment(city) };
    const bucket = { REFERENCE_BUCKET: data.reference.bucketName };

    const api = new CityFunction(this, 'Api', {
      ...ground,
      entry: 'triage/api',
      description: 'The API of the models that read reports',
      breaks: 'Admins cannot see or change which model reads reports.',
      environment: { ...apiEnvironment(city), ...timed, ...bucket },
    });
    allowTable(api, data.table, ['GetItem', 'Query', 'PutItem', 'UpdateItem']);
    this.api = api;

    const correction = new QueueWorker(this, 'OnCorrection', {
      ...ground,
      entry: 'triage/on-correction',
      description: 'Keeps what people say of reports as examples to learn from',
      breaks: 'The machine that reads reports does not learn from what people say.',
      environment: {},
      bus: data.bus,
      pattern: { source: ['city.reports'], detailType: ['report.categorised'] },
      batchSize: 10,
      maxConcurrency: 2,
    });
    allowTable(correction.function, data.table, ['GetItem', 'PutItem']);
    correction.output('Corrections');

    const retrain = new ScheduledJob(this, 'OnRetrain', {
      ...ground,
      entry: 'triage/on-retrain',
      description:
        'Every week: learns from what people said of reports, and proposes a model if it is better',
      breaks: 'No better model is proposed; reports are read by the one that is active.',
      environment: { ...timed, ...bucket },
      // About one processor: training takes most of a minute on it.
      memorySize: 1792,
      timeout: Duration.minutes(5),
      // Sunday, 02:00 in Vietnam.
      cron: { minute: '0', hour: '19', weekDay: 'SAT' },
    });
    allowTable(retrain.function, data.table, ['GetItem', 'Query', 'PutItem']);
    retrain.function.mayOnObjects(['s3:GetObject', 's3:PutObject'], data.reference, 'triage/models/');
  }
}
