import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { City } from '../config.ts';
import { apiStage, CityApi } from '../constructs/city-api.ts';
import { features } from '../features.ts';
import type { DataStack } from './data.ts';
import { Accounts } from './features/accounts.ts';
import { Audit } from './features/audit.ts';
import { CityFacts } from './features/city.ts';
import { Clients } from './features/clients.ts';
import { Directory } from './features/directory.ts';
import { Notifications } from './features/notifications.ts';
import { Outbox } from './features/outbox.ts';
import { PersonalData } from './features/personal-data.ts';
import { Photos } from './features/photos.ts';
import { Punctuality } from './features/punctuality.ts';
import { Reports } from './features/reports.ts';
import { Triage } from './features/triage.ts';

interface AppStackProps extends StackProps {
  city: City;
  data: DataStack;
  /** The folder with the built functions. */
  assets: string;
}

/** What a city does. It keeps nothing: deleted and deployed again, it goes on where it was. */
export class AppStack extends Stack {
  constructor(scope: Construct, id: string, { city, data, assets, ...stackProps }: AppStackProps) {
    super(scope, id, stackProps);
    const alarms = new Topic(this, 'Alarms', {
      displayName: `City ${city.name}, ${city.stage}`,
      enforceSSL: true,
    });
    if (city.alarmEmail !== null) alarms.addSubscription(new EmailSubscription(city.alarmEmail));
    const props = { ground: { city, assets, alarms }, data };
    new Outbox(this, props);
    const functions = {
      reports: new Reports(this, props).api,
      photos: new Photos(this, props).api,
      city: new CityFacts(this, props).api,
      directory: new Directory(this, props).api,
      accounts: new Accounts(this, props).api,
      'personal-data': new PersonalData(this, props).api,
      clients: new Clients(this, props).api,
      audit: new Audit(this, props).api,
      notifications: new Notifications(this, props).api,
      punctuality: new Punctuality(this, props).api,
      triage: new Triage(this, props).api,
    };
    const mounts = features.map((feature) => ({ ...feature, function: functions[feature.name] }));
    const api = new CityApi(this, 'Api', props.ground, mounts);

    new CfnOutput(this, 'ApiId', { value: api.restApiId });
    new CfnOutput(this, 'ApiStage', { value: apiStage });
    // What the stateful stack made, here too: one stack's outputs tell all that is needed to use a city.
    const names = {
      TableName: data.table.tableName,
      BusName: data.bus.eventBusName,
      QuarantineBucket: data.quarantine.bucketName,
      PhotoBucket: data.photos.bucketName,
      ReferenceBucket: data.reference.bucketName,
      ExportBucket: data.exports.bucketName,
      AuditBucket: data.audit.bucketName,
      IdentityKeyId: data.identityKey.keyId,
      NoticeKeysArn: data.noticeKeys.secretArn,
    };
    for (const [name, value] of Object.entries(names)) new CfnOutput(this, name, { value });
  }
}
