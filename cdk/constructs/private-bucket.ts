import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  CfnBucket,
  type CorsRule,
  type ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { City } from '../config.ts';

const closed = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  versioned: true,
};

/** Where the other buckets write who asked them for what. S3 itself can only write with a key of its own there. */
export class LogBucket extends Bucket {
  /** Said outright: Bucket leaves it undefined, which the compiler's strictest setting does not take for IBucket. */
  override get isWebsite(): boolean {
    return false;
  }

  constructor(
    scope: Construct,
    id: string,
    { city, removalPolicy }: { city: City; removalPolicy: RemovalPolicy },
  ) {
    const kept = Duration.days(city.deployment.logRetentionDays);
    super(scope, id, {
      ...closed,
      encryption: BucketEncryption.S3_MANAGED,
      removalPolicy,
      lifecycleRules: [{ expiration: kept, noncurrentVersionExpiration: Duration.days(1) }],
    });
  }
}

interface PrivateBucketProps {
  logs: LogBucket;
  key: Key;
  removalPolicy: RemovalPolicy;
  /** Objects are deleted after so many days; never where not given. */
  keepDays?: number;
  /** What was overwritten or deleted goes for good after so many days; never where not given. */
  keepOldVersionsDays?: number;
  /** For how long nobody can delete or overwrite a version (S3 Object Lock, where the platform has it). */
  lock?: ObjectLockRetention;
  cors?: CorsRule[];
  notifiesDefaultBus?: boolean;
}

/** A bucket that nobody outside may see: reached over TLS, versioned, encrypted by the city's key, with access logs. */
export class PrivateBucket extends Bucket {
  /** What its own stack's template calls it. */
  readonly logicalId: string;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id, {
      ...closed,
      encryption: BucketEncryption.KMS,
      encryptionKey: props.key,
      bucketKeyEnabled: true,
      serverAccessLogsBucket: props.logs,
      serverAccessLogsPrefix: `${id.toLowerCase()}/`,
      removalPolicy: props.removalPolicy,
      ...(props.cors && { cors: props.cors }),
      ...(props.lock && { objectLockEnabled: true, objectLockDefaultRetention: props.lock }),
      lifecycleRules: [
        {
          ...(props.keepDays !== undefined && { expiration: Duration.days(props.keepDays) }),
          ...(props.keepOldVersionsDays !== undefined && {
            noncurrentVersionExpiration: Duration.days(props.keepOldVersionsDays),
          }),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
    const bucket = this.node.defaultChild;
    if (!(bucket instanceof CfnBucket)) throw new Error(`${id} has no CfnBucket`);
    this.logicalId = this.stack.getLogicalId(bucket);
    if (props.notifiesDefaultBus) {
      // The bucket's own property. CDK's `eventBridgeEnabled` would deploy a custom resource for the same.
      bucket.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    }
  }
}
