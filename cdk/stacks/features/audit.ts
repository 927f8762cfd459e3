import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CityFunction } from '../../constructs/city-function.ts';
import { ScheduledJob } from '../../constructs/scheduled-job.ts';
import { allowTable } from '../../constructs/table-access.ts';
import { apiEnvironment, cityEnvironment, clockEnvironment } from './environment.ts';
import type { FeatureProps } from './feature.ts';

/** The audit: its search, the nightly seal of each day, and the check of the chain. */
export class Audit extends Construct {
  readonly api: CityFunction;

  constructor(scope: Construct, { ground, data }: FeatureProps) {
    super(scope, 'Audit');
    const { city } = ground;
    const timed = { ...cityEnvironment(city), ...clockEnvironment(city) };
    const bucket = { AUDIT_BUCKET: data.audit.bucketName };
    const readsSeals = (fn: CityFunction) => {
      fn.mayOnObjects(['s3:GetObject'], data.audit);
      // To list what is there; without it S3 calls a seal that is missing forbidden.
      fn.may(['s3:ListBucket'], data.audit.bucketArn);
    };

    const api = new CityFunction(this, 'Api', {
      ...ground,
      entry: 'audit/api',
      description: 'The API of the audit',
      breaks: 'Auditors cannot search what was done, looked at and tried.',
      environment: { ...apiEnvironment(city), ...timed, ...bucket },
    });
    // It records each search.
    allowTable(
      api,
      data.table,
      ['GetItem', 'Query', 'PutItem', 'UpdateItem'],
      ['GSI1', 'GSI2', 'GSI5', 'GSI8'],
    );
    readsSeals(api);
    this.api = api;

    const seal = new ScheduledJob(this, 'OnSeal', {
      ...ground,
      entry: 'audit/on-seal',
      description: 'Every night: seals the days that are complete',
      breaks: 'What was done is not sealed: it could be changed without anybody noticing.',
      environment: { ...timed, ...bucket },
      memorySize: 1024,
      timeout: Duration.minutes(5),
      // 01:30 in Vietnam.
      cron: { minute: '30', hour: '18' },
    });
    allowTable(seal.function, data.table, [], ['GSI5']);
    readsSeals(seal.function);
    // Never to delete or to shorten a lock: a seal that is there stays.
    seal.function.mayOnObjects(['s3:PutObject'], data.audit);

    const check = new ScheduledJob(this, 'OnCheck', {
      ...ground,
      entry: 'audit/on-check',
      description: 'Every night: compares the table with the chain of seals',
      breaks:
        'What was done no longer fits its seals, or could not be compared: somebody may have changed the record. ' +
        'The log names days and entries; keep the table as it is.',
      environment: { ...timed, ...bucket },
      memorySize: 1024,
      timeout: Duration.minutes(5),
      cron: { minute: '30', hour: '19' },
    });
    allowTable(check.function, data.table, ['PutItem'], ['GSI5']);
    readsSeals(check.function);
  }
}
