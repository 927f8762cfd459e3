import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CityFunction } from '../../constructs/city-function.ts';
import { QueueWorker } from '../../constructs/queue-worker.ts';
import { ScheduledJob } from '../../constructs/scheduled-job.ts';
import { allowTable } from '../../constructs/table-access.ts';
import { apiEnvironment, cityEnvironment, clockEnvironment } from './environment.ts';
import type { FeatureProps } from './feature.ts';

/** A person's rights over their data: exports, consents, who looked, erasure. */
export class PersonalData extends Construct {
  readonly api: CityFunction;

  constructor(scope: Construct, { ground, data }: FeatureProps) {
    super(scope, 'PersonalData');
    const { city } = ground;
    const timed = { ...cityEnvironment(city), ...clockEnvironment(city) };
    const exportBucket = { EXPORT_BUCKET: data.exports.bucketName };

    const api = new CityFunction(this, 'Api', {
      ...ground,
      entry: 'personal-data/api',
      description: 'The API of exports, consents, looks at personal data, and erasure',
      breaks: 'People cannot get, see or erase what the city holds on them, which the law gives them.',
      environment: { ...apiEnvironment(city), ...timed, ...exportBucket },
    });
    // A check of the account: nothing is begun on one that is being closed at the same moment.
    allowTable(
      api,
      data.table,
      ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
      ['GSI1', 'GSI8'],
    );
    // What it signs for others, it must be allowed itself.
    api.mayOnObjects(['s3:GetObject'], data.exports);
    this.api = api;

    const worker = new QueueWorker(this, 'OnExportAsked', {
      ...ground,
      entry: 'personal-data/on-export-asked',
      description: 'Collects what is held on a person into a file',
      breaks: 'People who asked for their data do not get it.',
      // A file holds up to 200 MB of photos, and is in memory twice while it is made.
      memorySize: 1024,
      timeout: Duration.minutes(5),
      environment: { ...timed, ...exportBucket, PHOTO_BUCKET: data.photos.bucketName },
      bus: data.bus,
      pattern: { source: ['city.accounts'], detailType: ['account.export-asked'] },
      batchSize: 1,
      maxConcurrency: 2,
    });
    allowTable(
      worker.function,
      data.table,
      ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
      ['GSI1', 'GSI8'],
    );
    worker.function.mayOnObjects(['s3:PutObject', 's3:DeleteObject'], data.exports);
    worker.function.mayOnObjects(['s3:GetObject'], data.photos);
    // Without it S3 calls a picture that is gone forbidden, instead of missing.
    worker.function.may(['s3:ListBucket'], data.photos.bucketArn);
    worker.output('Exports');

    const sweep = new ScheduledJob(this, 'OnErasureSweep', {
      ...ground,
      entry: 'personal-data/on-erasure-sweep',
      description: 'Every hour: erases the accounts whose time to undo it has passed',
      breaks: 'Accounts are not erased when people were told that they would be.',
      environment: { ...clockEnvironment(city), ...exportBucket },
      timeout: Duration.minutes(5),
      every: Duration.hours(1),
    });
    allowTable(
      sweep.function,
      data.table,
      ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
      ['GSI1', 'GSI3'],
    );
    sweep.function.mayOnObjects(['s3:DeleteObject'], data.exports);
  }
}
