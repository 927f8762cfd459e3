import { Duration, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { City } from '../../config.ts';
import { CityFunction } from '../../constructs/city-function.ts';
import { QueueWorker } from '../../constructs/queue-worker.ts';
import { ScheduledJob } from '../../constructs/scheduled-job.ts';
import { allowTable } from '../../constructs/table-access.ts';
import { apiEnvironment, cityEnvironment, clockEnvironment } from './environment.ts';
import type { FeatureProps } from './feature.ts';

/** Notifications: inboxes filled from events, what goes out to people from there, and digests. */
export class Notifications extends Construct {
  readonly api: CityFunction;

  constructor(scope: Construct, { ground, data }: FeatureProps) {
    super(scope, 'Notifications');
    const { city } = ground;
    const timed = { ...cityEnvironment(city), ...clockEnvironment(city) };
    const pushed = { NOTICE_KEYS_SECRET: data.noticeKeys.secretArn, PUSH_HOSTS: pushHosts(city) };

    const api = new CityFunction(this, 'Api', {
      ...ground,
      entry: 'notifications/api',
      description: 'The API of inboxes, what people choose about notices, and the table that routes them',
      breaks: 'Citizens and officials cannot open their inboxes.',
      environment: { ...apiEnvironment(city), ...timed, ...pushed },
    });
    allowTable(api, data.table, ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem']);
    api.may(['secretsmanager:GetSecretValue'], data.noticeKeys.secretArn);
    this.api = api;

    const delivery = this.deliveryWorker({ ground, data }, { ...timed, ...pushed });
    const queueUrl = delivery.queue.queueUrl;
    const mayAsk = (fn: CityFunction) => {
      fn.addEnvironment('DELIVERY_QUEUE_URL', queueUrl);
      fn.may(['sqs:SendMessage'], delivery.queue.queueArn);
    };
    mayAsk(delivery.function);
    const zalo = zaloEnvironment(city);

    const worker = new QueueWorker(this, 'OnEvent', {
      ...ground,
      entry: 'notifications/on-event',
      description: 'Tells people in their inboxes what happened',
      breaks: 'Citizens and officials are not told of what happens to reports.',
      environment: { ...timed, ...zalo },
      bus: data.bus,
      pattern: {
        source: Match.prefix('city.'),
        detailType: Match.anyOf(Match.prefix('report.'), Match.prefix('photo.')),
      },
      batchSize: 10,
      maxConcurrency: 5,
    });
    allowTable(worker.function, data.table, ['GetItem', 'BatchGetItem', 'Query', 'PutItem'], ['GSI1']);
    mayAsk(worker.function);
    worker.output('Notifications');

    const sweep = new ScheduledJob(this, 'OnDeliverySweep', {
      ...ground,
      entry: 'notifications/on-delivery-sweep',
      description: 'Finds notices that should have gone out and asks for them again',
      breaks: 'Notices held back over night, and those whose sender died, do not go out.',
      environment: timed,
      timeout: Duration.minutes(2),
      every: Duration.minutes(5),
    });
    allowTable(sweep.function, data.table, [], ['GSI3']);
    mayAsk(sweep.function);

    const digest = new ScheduledJob(this, 'OnDigest', {
      ...ground,
      entry: 'notifications/on-digest',
      description: 'Tells officials and leaders each working morning what the day asks of them',
      breaks: 'Officials and leaders do not get their morning digest.',
      environment: { ...timed, ...zalo },
      timeout: Duration.minutes(5),
      // 7:30, 7:40 and 7:50 in Vietnam: the later ones finish what the first could not.
      cron: { minute: '30/10', hour: '0' },
    });
    allowTable(
      digest.function,
      data.table,
      ['GetItem', 'BatchGetItem', 'Query', 'PutItem'],
      ['GSI1', 'GSI2'],
    );
    mayAsk(digest.function);
  }

  /** What sends notices out of the city. */
  private deliveryWorker({ ground, data }: FeatureProps, environment: Record<string, string>): QueueWorker {
    const { city } = ground;
    const sender = city.deployment.emailSender;
    const worker = new QueueWorker(this, 'OnDelivery', {
      ...ground,
      entry: 'notifications/on-delivery',
      description: 'Sends notices by web push, Zalo and e-mail',
      breaks: 'Notices stay in inboxes: nobody gets a push, a Zalo message or an e-mail.',
      environment: { ...environment, ...zaloEnvironment(city), EMAIL_SENDER: sender },
      // One at a time may take three calls of eight seconds each.
      batchSize: 1,
      maxConcurrency: 10,
    });
    const fn = worker.function;
    allowTable(fn, data.table, ['GetItem', 'Query', 'UpdateItem', 'DeleteItem']);
    fn.may(['secretsmanager:GetSecretValue'], data.noticeKeys.secretArn);
    const { partition, region, account } = Stack.of(this);
    const domain = sender.split('@')[1] ?? '';
    fn.may(['ses:SendEmail'], `arn:${partition}:ses:${region}:${account}:identity/${domain}`);
    worker.output('Deliveries');
    return worker;
  }
}

const zaloEnvironment = ({ zaloEndpoint }: City) => ({ ZALO_ENDPOINT: zaloEndpoint ?? '' });

/** A local city may call push services on its own machine; no other may. */
function pushHosts({ stage, deployment }: City): string {
  return JSON.stringify(stage === 'local' ? [...deployment.pushHosts, '127.0.0.1'] : deployment.pushHosts);
}
