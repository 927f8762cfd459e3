import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { HttpMethods, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import type { City } from '../config.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { LogBucket, PrivateBucket } from '../constructs/private-bucket.ts';
import { indexNames } from '../constructs/table-access.ts';

/** What a city keeps: reports, photos, boundaries, the key that encrypts them, and the bus that events go by. */
export class DataStack extends Stack {
  readonly table: TableV2;
  readonly quarantine: PrivateBucket;
  readonly photos: PrivateBucket;
  readonly reference: PrivateBucket;
  readonly exports: PrivateBucket;
  readonly audit: PrivateBucket;
  readonly bus: EventBus;
  /** Hashes identity numbers; it never leaves KMS. */
  readonly identityKey: Key;
  /** What push services and Zalo know the city by; the city's people put it there. */
  readonly noticeKeys: Secret;

  constructor(scope: Construct, id: string, { city, ...props }: StackProps & { city: City }) {
    super(scope, id, props);
    // A local city is thrown away; a real one survives the deletion of its stack.
    const removalPolicy = city.stage === 'local' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
    const key = dataKey(this, city, removalPolicy);

    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: 'PK', type: AttributeType.STRING },
      sortKey: { name: 'SK', type: AttributeType.STRING },
      // All indexes from the start, since an update of a stack may add only one.
      globalSecondaryIndexes: indexNames.map((indexName) => ({
        indexName,
        partitionKey: { name: `${indexName}PK`, type: AttributeType.STRING },
        sortKey: { name: `${indexName}SK`, type: AttributeType.STRING },
        projectionType: ProjectionType.ALL,
      })),
      billing: Billing.onDemand(),
      dynamoStream: StreamViewType.NEW_IMAGE,
      timeToLiveAttribute: 'ttl',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: city.stage !== 'local',
      encryption: TableEncryptionV2.customerManagedKey(key),
      removalPolicy,
    });

    const logs = new LogBucket(this, 'AccessLogs', { city, removalPolicy });
    const common = { logs, key, removalPolicy };
    // What citizens upload lies here until it is checked, and not longer than a day.
    this.quarantine = new PrivateBucket(this, 'Quarantine', {
      ...common,
      keepDays: 1,
      keepOldVersionsDays: 1,
      notifiesDefaultBus: true,
      cors: [
        {
          allowedMethods: [HttpMethods.POST],
          allowedOrigins: [...city.deployment.corsOrigins],
          allowedHeaders: ['*'],
          maxAge: Duration.hours(2).toSeconds(),
        },
      ],
    });
    // A photo that is deleted is gone for good after 30 days; until then a mistake can be undone.
    this.photos = new PrivateBucket(this, 'Photos', { ...common, keepOldVersionsDays: 30 });
    this.reference = new PrivateBucket(this, 'Reference', { ...common, keepOldVersionsDays: 365 });
    // What people asked to be given of their data; what they did not fetch goes by itself.
    this.exports = new PrivateBucket(this, 'Exports', {
      ...common,
      keepDays: city.runtime.accounts.exportDays,
      keepOldVersionsDays: 1,
    });
    // In production not even the account's owner can delete a seal before its time; elsewhere those who may bypass it.
    const locked = Duration.days(365 * city.deployment.auditYears);
    this.audit = new PrivateBucket(this, 'Audit', {
      ...common,
      lock:
        city.stage === 'production'
          ? ObjectLockRetention.compliance(locked)
          : ObjectLockRetention.governance(locked),
    });
    // A new key would make each number another person: this one is never rotated, and kept for good.
    this.identityKey = new Key(this, 'IdentityKey', {
      description: `Hashes identity numbers of city ${city.name}, stage ${city.stage}`,
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
      removalPolicy,
    });
    // SES sends for the domain once its DKIM records stand in its DNS; the console shows them.
    new EmailIdentity(this, 'EmailDomain', {
      identity: Identity.domain(city.deployment.emailSender.replace(/^.*@/, '')),
    });
    this.noticeKeys = new Secret(this, 'NoticeKeys', {
      description: `Of city ${city.name}, stage ${city.stage}: {"vapid":{"publicKey","privateKey"},"zaloToken"}`,
      removalPolicy,
    });
    acknowledge(
      this.noticeKeys,
      ['SMG4'],
      'Browsers are subscribed with the public key, so a new pair would lose them all; Zalo gives the token by hand.',
    );
    this.bus = new EventBus(this, 'Bus', {
      eventBusName: `city-${city.stage}`,
      description: `What happened in ${city.runtime.name.en}, for its features to hear`,
    });
  }
}

/**
 * The city's own key. Its policy is that of the keys which DynamoDB and S3 bring along: whoever of this account may
 * use the table or a bucket may use the key through that service, and nobody may use it alone. It adds that the city
 * can see each use, and lock everything at once by disabling it.
 */
function dataKey(stack: Stack, city: City, removalPolicy: RemovalPolicy): Key {
  const key = new Key(stack, 'Key', {
    description: `Reports and photos of city ${city.name}, stage ${city.stage}`,
    enableKeyRotation: true,
    removalPolicy,
  });
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'ThroughDynamoDbAndS3Only',
      principals: [new AnyPrincipal()],
      actions: [
        'kms:Encrypt',
        'kms:Decrypt',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
        'kms:GenerateDataKey',
        'kms:GenerateDataKeyWithoutPlaintext',
        'kms:CreateGrant',
        'kms:DescribeKey',
      ],
      resources: ['*'],
      conditions: {
        StringEquals: {
          'kms:CallerAccount': stack.account,
          'kms:ViaService': [`dynamodb.${stack.region}.amazonaws.com`, `s3.${stack.region}.amazonaws.com`],
        },
      },
    }),
  );
  return key;
}
