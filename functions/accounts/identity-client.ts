import { GenerateMacCommand, type KMSClient } from '@aws-sdk/client-kms';

/**
 * The keyed hash of an identity number: the key lies in KMS and never leaves it, so that nobody who has the table can
 * try all the numbers there are.
 */
export async function personKeyOf(kms: KMSClient, keyId: string, identityNumber: string): Promise<string> {
  const { Mac } = await kms.send(
    new GenerateMacCommand({
      KeyId: keyId,
      MacAlgorithm: 'HMAC_SHA_256',
      Message: Buffer.from(`identity-number\n${identityNumber}`),
    }),
  );
  if (Mac === undefined) throw new Error('KMS gave no code');
  return Buffer.from(Mac).toString('base64url');
}
