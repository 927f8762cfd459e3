import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CityFunction } from '../../constructs/city-function.ts';
import { ScheduledJob } from '../../constructs/scheduled-job.ts';
import { allowTable } from '../../constructs/table-access.ts';
import { apiEnvironment, cityEnvironment, clockEnvironment } from './environment.ts';
import type { FeatureProps } from './feature.ts';

/** Punctuality: who was on time, counted every hour from what happened. */
export class Punctuality extends Construct {
  readonly api: CityFunction;

  constructor(scope: Construct, { ground, data }: FeatureProps) {
    super(scope, 'Punctuality');
    const { city } = ground;
    const timed = { ...cityEnvironment(city), ...clockEnvironment(city) };

    const api = new CityFunction(this, 'Api', {
      ...ground,
      entry: 'punctuality/api',
      description: 'The API of how punctual units are',
      breaks: 'Nobody can see which units are on time.',
      environment: { ...apiEnvironment(city), ...timed },
    });
    allowTable(api, data.table, ['GetItem', 'Query', 'UpdateItem'], ['GSI1']);
    this.api = api;

    const count = new ScheduledJob(this, 'OnCount', {
      ...ground,
      entry: 'punctuality/on-count',
      description: 'Every hour: counts how punctual each unit is',
      breaks: 'Figures on punctuality stay as they were; the next run makes up for it.',
      environment: timed,
      // A flood day's entries are held in memory.
      memorySize: 1024,
      timeout: Duration.minutes(5),
      every: Duration.hours(1),
    });
    allowTable(count.function, data.table, ['GetItem', 'Query', 'PutItem'], ['GSI5']);
  }
}
