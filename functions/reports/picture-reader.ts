import { GetObjectCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import { versionKey } from '../../shared/photo-record.ts';

/** Pictures of one report that are looked at: the first ones say what it is about. */
const mostPictures = 3;

/** Reads the small versions of photos; those that were not looked at yet are left out. */
export function pictureReader(s3: S3Client, bucket: string) {
  async function read(id: string): Promise<Uint8Array[]> {
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: versionKey(id, 320) }));
      return Body ? [await Body.transformToByteArray()] : [];
    } catch (error) {
      if (error instanceof NoSuchKey) return [];
      throw error;
    }
  }
  return async (ids: readonly string[]): Promise<Uint8Array[]> =>
    (await Promise.all(ids.slice(0, mostPictures).map(read))).flat();
}
