import { BatchGetCommand, type BatchGetCommandOutput } from '@aws-sdk/lib-dynamodb';
import { Photo, photoKey } from '../../shared/photo-record.ts';
import type { Table } from '../../shared/table/table.ts';

/** As many keys as one BatchGetItem takes. */
const mostKeys = 100;

/** The perceptual hashes of photos by their ids, as far as they were looked at already. Half a read unit a photo. */
export async function readPhotoHashes(table: Table, ids: readonly string[]): Promise<Map<string, string>> {
  const hashes = new Map<string, string>();
  let keys: Record<string, unknown>[] | undefined = [...new Set(ids)].slice(0, mostKeys).map(photoKey);
  while (keys !== undefined && keys.length > 0) {
    const answer: BatchGetCommandOutput = await table.db.send(
      new BatchGetCommand({ RequestItems: { [table.name]: { Keys: keys } } }),
    );
    for (const item of answer.Responses?.[table.name] ?? []) {
      const { id, hash } = Photo.parse(item);
      if (typeof hash === 'string') hashes.set(id, hash);
    }
    keys = answer.UnprocessedKeys?.[table.name]?.Keys;
  }
  return hashes;
}
