import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CityFunction } from '../../constructs/city-function.ts';
import { allowTable } from '../../constructs/table-access.ts';
import { apiEnvironment, cityEnvironment, clockEnvironment } from './environment.ts';
import type { FeatureProps } from './feature.ts';

/** The directory: units, who works in them, who stands in for whom. */
export class Directory extends Construct {
  readonly api: CityFunction;

  constructor(scope: Construct, { ground, data }: FeatureProps) {
    super(scope, 'Directory');
    const { city } = ground;
    const api = new CityFunction(this, 'Api', {
      ...ground,
      entry: 'directory/api',
      description: 'The API of units, posts and delegations',
      breaks: 'The app cannot show offices, and admins cannot change units and who works in them.',
      // An import writes thousands of posts while the gateway waits, at most 29 seconds.
      memorySize: 1024,
      timeout: Duration.seconds(28),
      environment: { ...apiEnvironment(city), ...cityEnvironment(city), ...clockEnvironment(city) },
    });
    allowTable(
      api,
      data.table,
      ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem', 'ConditionCheckItem'],
      ['GSI1', 'GSI2'],
    );
    this.api = api;
  }
}
