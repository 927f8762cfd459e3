import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CityFunction } from '../../constructs/city-function.ts';
import { allowTable } from '../../constructs/table-access.ts';
import { apiEnvironment, cityEnvironment, clockEnvironment } from './environment.ts';
import type { FeatureProps } from './feature.ts';

/** The city itself: its categories, routing, working calendar, deadlines and boundaries. */
export class CityFacts extends Construct {
  readonly api: CityFunction;

  constructor(scope: Construct, { ground, data }: FeatureProps) {
    super(scope, 'CityFacts');
    const { city } = ground;
    const api = new CityFunction(this, 'Api', {
      ...ground,
      entry: 'city/api',
      description: 'The API of categories, routing, calendar, deadlines and boundaries',
      breaks: 'The app cannot show categories, and admins cannot change who handles what.',
      // Checking boundaries is the one long computation behind the gateway, which waits 29 seconds.
      memorySize: 1024,
      timeout: Duration.seconds(28),
      environment: {
        ...apiEnvironment(city),
        ...cityEnvironment(city),
        ...clockEnvironment(city),
        REFERENCE_BUCKET: data.reference.bucketName,
      },
    });
    allowTable(api, data.table, ['GetItem', 'Query', 'PutItem', 'UpdateItem']);
    api.mayOnObjects(['s3:GetObject', 's3:PutObject'], data.reference);
    this.api = api;
  }
}
