import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

/** The files of exports. */
export class ExportFiles {
  private readonly s3: S3Client;
  private readonly bucket: string;

  constructor(s3: S3Client, bucket: string) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  async put(key: string, body: Uint8Array): Promise<void> {
    await this.s3.send(
      new PutObjectCommand({
        Bucket: this.bucket,
        Key: key,
        Body: body,
        ContentType: 'application/zip',
        CacheControl: 'private, no-store',
      }),
    );
  }

  async drop(key: string): Promise<void> {
    await this.s3.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: key }));
  }

  /** Where a file can be fetched for so many seconds, by the wall clock, under a name for people. */
  link(key: string, seconds: number): Promise<string> {
    const command = new GetObjectCommand({
      Bucket: this.bucket,
      Key: key,
      ResponseContentDisposition: 'attachment; filename="my-data.zip"',
    });
    return getSignedUrl(this.s3, command, { expiresIn: seconds });
  }
}

/** The pictures of reports, as the photos feature keeps them: at most 1600 pixels wide. */
export class Pictures {
  private readonly s3: S3Client;
  private readonly bucket: string;

  constructor(s3: S3Client, bucket: string) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  /** A picture of at most so many bytes; `too-large` for a larger one, which is not read, null for one that is not there. */
  async read(photoId: string, most: number): Promise<Uint8Array | 'too-large' | null> {
    try {
      const { Body, ContentLength = 0 } = await this.s3.send(
        new GetObjectCommand({ Bucket: this.bucket, Key: `photos/${photoId}/1600.jpg` }),
      );
      if (ContentLength > most) {
        if (Body instanceof Readable) Body.destroy();
        return 'too-large';
      }
      return (await Body?.transformToByteArray()) ?? null;
    } catch (error) {
      if (error instanceof NoSuchKey) return null;
      throw error;
    }
  }
}
