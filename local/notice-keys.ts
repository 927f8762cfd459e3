import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import webPush from 'web-push';
import { awsClient } from './aws-client.ts';

/** Gives a local city its keys for push services and Zalo, new ones at each start. */
export async function putNoticeKeys(endpoint: string, secretId: string): Promise<void> {
  const { endpoint: address, region, credentials } = awsClient({ endpoint });
  const client = new SecretsManagerClient({ endpoint: address, region, credentials });
  const keys = { vapid: webPush.generateVAPIDKeys(), zaloToken: 'local' };
  await client.send(new PutSecretValueCommand({ SecretId: secretId, SecretString: JSON.stringify(keys) }));
}
