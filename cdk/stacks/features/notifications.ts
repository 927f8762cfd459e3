import { Match } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { CityFunction } from '../../constructs/city-function.ts';
import { QueueWorker } from '../../constructs/queue-worker.ts';
import { allowTable } from '../../constructs/table-access.ts';
import { apiEnvironment, cityEnvironment, clockEnvironment } from './environment.ts';
import type { FeatureProps } from './feature.ts';

/** Notifications: the inboxes of people and offices, filled from events. */
export class Notifications extends Construct {
  readonly api: CityFunction;

  constructor(scope: Construct, { ground, data }: FeatureProps) {
    super(scope, 'Notifications');
    const api = new CityFunction(this, 'Api', {
      ...ground,
      entry: 'notifications/api',
      description: 'The API of inboxes',
      breaks: 'Citizens and officials cannot open their inboxes.',
      environment: {
        ...apiEnvironment(ground.city),
        ...cityEnvironment(ground.city),
        ...clockEnvironment(ground.city),
      },
    });
    allowTable(api, data.table, ['GetItem', 'Query', 'UpdateItem']);
    this.api = api;

    const worker = new QueueWorker(this, 'OnEvent', {
      ...ground,
      entry: 'notifications/on-event',
      description: 'Tells people in their inboxes what happened',
      breaks: 'Citizens and officials are not told of what happens to reports.',
      environment: {},
      bus: data.bus,
      pattern: {
        source: Match.prefix('city.'),
        detailType: Match.anyOf(Match.prefix('report.'), Match.prefix('photo.')),
      },
      batchSize: 10,
      maxConcurrency: 5,
    });
    allowTable(worker.function, data.table, ['GetItem', 'PutItem']);
    worker.output('Notifications');
  }
}
