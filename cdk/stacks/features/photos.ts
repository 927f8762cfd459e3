import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CityFunction } from '../../constructs/city-function.ts';
import { QueueWorker } from '../../constructs/queue-worker.ts';
import { ScheduledJob } from '../../constructs/scheduled-job.ts';
import { allowTable } from '../../constructs/table-access.ts';
import { apiEnvironment, cityEnvironment, clockEnvironment } from './environment.ts';
import type { FeatureProps } from './feature.ts';

/** Photos: uploads into quarantine, their check, and the removal of those that no report took. */
export class Photos extends Construct {
  readonly api: CityFunction;

  constructor(scope: Construct, { ground, data }: FeatureProps) {
    super(scope, 'Photos');
    const { city } = ground;
    const timed = { ...cityEnvironment(city), ...clockEnvironment(city) };
    const buckets = { QUARANTINE_BUCKET: data.quarantine.bucketName, PHOTO_BUCKET: data.photos.bucketName };

    const api = new CityFunction(this, 'Api', {
      ...ground,
      entry: 'photos/api',
      description: 'The API of photos',
      breaks: 'Citizens cannot add photos to reports, and nobody sees those that are there.',
      environment: { ...apiEnvironment(city), ...timed, ...buckets },
    });
    allowTable(api, data.table, ['GetItem', 'Query', 'PutItem', 'UpdateItem']);
    // What it signs for others, it must be allowed itself.
    api.mayOnObjects(['s3:PutObject', 's3:GetObject'], data.quarantine);
    // To see whether an upload is there; without it S3 calls one that is not forbidden, instead of missing.
    api.may(['s3:ListBucket'], data.quarantine.bucketArn);
    api.mayOnObjects(['s3:GetObject'], data.photos);
    this.api = api;

    const upload = new QueueWorker(this, 'OnUpload', {
      ...ground,
      entry: 'photos/on-upload',
      description: 'Checks an uploaded photo, makes its versions, and moves it into the store',
      breaks: 'Photos that citizens upload stay unchecked and do not show in their reports.',
      // A picture of 50 megapixels takes 150 MB for each copy that is worked on.
      memorySize: 1536,
      timeout: Duration.seconds(60),
      environment: { ...timed, ...buckets },
      pattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [data.quarantine.bucketName] } },
      },
      batchSize: 1,
      maxConcurrency: 10,
    });
    allowTable(upload.function, data.table, ['GetItem', 'PutItem', 'UpdateItem']);
    upload.function.mayOnObjects(['s3:GetObject', 's3:DeleteObject'], data.quarantine);
    // Without it S3 calls an upload that is gone forbidden, instead of missing.
    upload.function.may(['s3:ListBucket'], data.quarantine.bucketArn);
    upload.function.mayOnObjects(['s3:PutObject'], data.photos);

    const orphans = new ScheduledJob(this, 'OnOrphanSweep', {
      ...ground,
      entry: 'photos/on-orphan-sweep',
      description: 'Every hour: deletes photos that no report took',
      breaks: 'Photos that citizens did not send with a report are kept longer than they were told.',
      environment: { ...clockEnvironment(city), ...buckets },
      timeout: Duration.minutes(5),
      every: Duration.hours(1),
    });
    allowTable(orphans.function, data.table, ['UpdateItem', 'DeleteItem'], ['GSI3']);
    orphans.function.mayOnObjects(['s3:DeleteObject'], data.quarantine);
    orphans.function.mayOnObjects(['s3:DeleteObject'], data.photos);

    upload.output('Uploads');
  }
}
