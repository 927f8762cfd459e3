import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { type Size, sizes, versionKey } from '../../shared/photo-record.ts';
import { uploadKey } from './photo.ts';

/** The pictures themselves: uploads in quarantine, checked versions in the bucket of photos. */
export class PictureStore {
  private readonly s3: S3Client;
  private readonly quarantine: string;
  private readonly photos: string;

  constructor(s3: S3Client, quarantine: string, photos: string) {
    this.s3 = s3;
    this.quarantine = quarantine;
    this.photos = photos;
  }

  /** An upload as it was sent; null when it is not there (any more). */
  async upload(id: string): Promise<Buffer | null> {
    try {
      const { Body } = await this.s3.send(
        new GetObjectCommand({ Bucket: this.quarantine, Key: uploadKey(id) }),
      );
      return Body ? Buffer.from(await Body.transformToByteArray()) : null;
    } catch (error) {
      if (error instanceof NoSuchKey) return null;
      throw error;
    }
  }

  /** Whether an upload lies in quarantine. */
  async hasUpload(id: string): Promise<boolean> {
    try {
      await this.s3.send(new HeadObjectCommand({ Bucket: this.quarantine, Key: uploadKey(id) }));
      return true;
    } catch (error) {
      if (error instanceof NotFound) return false;
      throw error;
    }
  }

  async keep(id: string, versions: ReadonlyMap<Size, Buffer>): Promise<void> {
    await Promise.all(
      [...versions].map(([size, body]) =>
        this.s3.send(
          new PutObjectCommand({
            Bucket: this.photos,
            Key: versionKey(id, size),
            Body: body,
            ContentType: 'image/jpeg',
            CacheControl: 'private, max-age=31536000, immutable',
          }),
        ),
      ),
    );
  }

  /** Takes an upload out of quarantine; its bucket drops the old version after a day. */
  async dropUpload(id: string): Promise<void> {
    await this.s3.send(new DeleteObjectCommand({ Bucket: this.quarantine, Key: uploadKey(id) }));
  }

  async dropAll(id: string): Promise<void> {
    await this.dropUpload(id);
    await Promise.all(
      sizes.map((size) =>
        this.s3.send(new DeleteObjectCommand({ Bucket: this.photos, Key: versionKey(id, size) })),
      ),
    );
  }
}
