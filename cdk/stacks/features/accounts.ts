import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CityFunction } from '../../constructs/city-function.ts';
import { allowTable } from '../../constructs/table-access.ts';
import { apiEnvironment, cityEnvironment, clockEnvironment } from './environment.ts';
import type { FeatureProps } from './feature.ts';

/** Accounts: sign-ins, profiles, and the addresses that people are reached at. */
export class Accounts extends Construct {
  readonly api: CityFunction;

  constructor(scope: Construct, { ground, data }: FeatureProps) {
    super(scope, 'Accounts');
    const { city } = ground;
    const sender = city.deployment.emailSender;
    const api = new CityFunction(this, 'Api', {
      ...ground,
      entry: 'accounts/api',
      description: 'The API of sign-ins, profiles and contact addresses',
      breaks: 'Nobody can sign in: neither citizens nor officials can do anything but read what is public.',
      environment: {
        ...apiEnvironment(city),
        ...cityEnvironment(city),
        ...clockEnvironment(city),
        IDENTITY_KEY_ID: data.identityKey.keyId,
        EMAIL_SENDER: sender,
      },
    });
    allowTable(
      api,
      data.table,
      ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
      ['GSI1'],
    );
    api.may(['kms:GenerateMac'], data.identityKey.keyArn);
    const { partition, region, account } = Stack.of(this);
    const domain = sender.split('@')[1] ?? '';
    api.may(['ses:SendEmail'], `arn:${partition}:ses:${region}:${account}:identity/${domain}`);
    // A text message goes to a number, which is no resource: all numbers, and no topic.
    api.maySendTextMessages();
    this.api = api;
  }
}
