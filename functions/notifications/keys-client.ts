import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { remembered } from '../../shared/city/documents.ts';

/** The secret's content: the pair of keys that push services know the city by (VAPID), and the token for Zalo. */
export const NoticeKeys = z.object({
  vapid: z.object({ publicKey: z.string().min(80), privateKey: z.string().min(40) }).optional(),
  zaloToken: z.string().min(1).optional(),
});
export type NoticeKeys = z.infer<typeof NoticeKeys>;

/**
 * Reads the city's keys, at most once in 15 seconds. Null while nobody has put any there: a new secret holds what AWS
 * made up, which is not JSON of this shape.
 */
export function noticeKeysReader(
  client: SecretsManagerClient,
  secret: string,
): () => Promise<NoticeKeys | null> {
  return remembered(async () => {
    const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: secret }));
    const found = NoticeKeys.safeParse(jsonOf(SecretString));
    return found.success ? found.data : null;
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
