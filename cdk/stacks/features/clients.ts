import { Construct } from 'constructs';
import { CityFunction } from '../../constructs/city-function.ts';
import { allowTable } from '../../constructs/table-access.ts';
import { apiEnvironment, cityEnvironment, clockEnvironment } from './environment.ts';
import type { FeatureProps } from './feature.ts';

/** Machine clients: other systems that call in the name of a unit. */
export class Clients extends Construct {
  readonly api: CityFunction;

  constructor(scope: Construct, { ground, data }: FeatureProps) {
    super(scope, 'Clients');
    const { city } = ground;
    this.api = new CityFunction(this, 'Api', {
      ...ground,
      entry: 'clients/api',
      description: 'The API of machine clients and their keys',
      breaks: 'Admins cannot let other systems in, nor lock one out whose key was lost.',
      environment: { ...apiEnvironment(city), ...cityEnvironment(city), ...clockEnvironment(city) },
    });
    allowTable(this.api, data.table, ['GetItem', 'Query', 'PutItem', 'UpdateItem'], ['GSI1']);
  }
}
