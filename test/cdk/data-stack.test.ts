import { Match, Template as Assertions } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { type Resource, resourcesOf, statementsOf, synthesise } from './synthesis.ts';

const production = synthesise({ stage: 'production' });
const local = synthesise({ stage: 'local' });
const data = Assertions.fromJSON({ ...production.data });

describe('the table of a city in production', () => {
  test('can be recovered to any second, is protected, and survives its stack', () => {
    data.hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        Replicas: [
          Match.objectLike({
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
            DeletionProtectionEnabled: true,
          }),
        ],
      },
    });
  });

  test('has its stream, its lifetime attribute, and is encrypted by the city’s key, which rotates', () => {
    data.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
    });
    data.hasResource('AWS::KMS::Key', { DeletionPolicy: 'Retain', Properties: { EnableKeyRotation: true } });
  });

  test('has eight generic indexes of strings', () => {
    const [[, table]] = resourcesOf(production.data, 'AWS::DynamoDB::GlobalTable') as [
      [string, { GlobalSecondaryIndexes: unknown[]; AttributeDefinitions: { AttributeType: string }[] }],
    ];
    expect(table.GlobalSecondaryIndexes).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8].map((number) => ({
        IndexName: `GSI${number}`,
        KeySchema: [
          { AttributeName: `GSI${number}PK`, KeyType: 'HASH' },
          { AttributeName: `GSI${number}SK`, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      })),
    );
    expect(new Set(table.AttributeDefinitions.map(({ AttributeType }) => AttributeType))).toEqual(
      new Set(['S']),
    );
  });

  test('is thrown away with a local city', () => {
    Assertions.fromJSON({ ...local.data }).hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Delete',
      Properties: { Replicas: [Match.objectLike({ DeletionProtectionEnabled: false })] },
    });
  });
});

describe('every bucket', () => {
  const buckets = resourcesOf(production.data, 'AWS::S3::Bucket');

  test.each(buckets)(
    '%s is private, versioned, encrypted, cleaned up, and survives its stack',
    (id, bucket) => {
      expect(bucket).toMatchObject({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        VersioningConfiguration: { Status: 'Enabled' },
      });
      expect(bucket).toHaveProperty('BucketEncryption');
      // What is sealed stays; of everything else old versions go.
      expect(bucket).toHaveProperty(
        id.startsWith('Audit')
          ? 'ObjectLockConfiguration'
          : 'LifecycleConfiguration.Rules.0.NoncurrentVersionExpiration',
      );
      expect(production.data.Resources[id]?.DeletionPolicy).toBe('Retain');
    },
  );

  test.each(buckets)('%s takes requests by TLS only', (id) => {
    const policies = resourcesOf(production.data, 'AWS::S3::BucketPolicy').filter(
      ([, { Bucket }]) => (Bucket as { Ref: string }).Ref === id,
    );
    expect(policies).toHaveLength(1);
    const denied = statementsOf(production.data, 'AWS::S3::BucketPolicy').filter(
      ({ id: policy, statement }) => policy === policies[0]?.[0] && statement.Effect === 'Deny',
    );
    expect(denied.map(({ statement }) => statement)).toContainEqual(
      expect.objectContaining({ Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  });

  test.each([
    ['production', 'COMPLIANCE'],
    ['staging', 'GOVERNANCE'],
  ])('of the audit lets nobody delete a seal for ten years: %s, %s', (stage, Mode) => {
    const [[, bucket]] = resourcesOf(synthesise({ stage }).data, 'AWS::S3::Bucket').filter(([id]) =>
      id.startsWith('Audit'),
    ) as [[string, Resource['Properties']]];
    expect(bucket).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode, Days: 3650 } } },
    });
  });

  test('of citizens’ data logs who asked for what', () => {
    const logged = buckets.filter(([id]) => !id.startsWith('AccessLogs'));
    expect(logged).toHaveLength(5);
    for (const [, bucket] of logged) expect(bucket.LoggingConfiguration).toBeDefined();
  });

  test('quarantine tells the default bus, takes forms from browsers, and forgets after a day', () => {
    data.hasResourceProperties('AWS::S3::Bucket', {
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
      CorsConfiguration: { CorsRules: [Match.objectLike({ AllowedMethods: ['POST'] })] },
      LifecycleConfiguration: {
        Rules: [
          Match.objectLike({
            ExpirationInDays: 1,
            NoncurrentVersionExpiration: { NoncurrentDays: 1 },
          }),
        ],
      },
    });
  });
});

test('the key is used through the table and the buckets only', () => {
  const statements = statementsOf(
    {
      Resources: Object.fromEntries(
        resourcesOf(production.data, 'AWS::KMS::Key').map(([id, { KeyPolicy }]) => [
          id,
          { Type: 'Key', Properties: { PolicyDocument: KeyPolicy } },
        ]),
      ),
    },
    'Key',
  );
  const forUse = statements.filter(({ statement }) =>
    JSON.stringify(statement.Action).includes('kms:Decrypt'),
  );
  expect(forUse.map(({ statement }) => statement.Condition)).toEqual([
    {
      StringEquals: {
        'kms:CallerAccount': { Ref: 'AWS::AccountId' },
        'kms:ViaService': ['dynamodb.ap-southeast-1.amazonaws.com', 's3.ap-southeast-1.amazonaws.com'],
      },
    },
  ]);
});
