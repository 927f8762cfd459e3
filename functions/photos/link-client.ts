import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost, type PresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { type Size, versionKey } from '../../shared/photo-record.ts';
import { uploadKey, uploadSeconds } from './photo.ts';

/** Signed addresses: of forms to upload with, and of pictures to look at. They run by the wall clock, as S3 does. */
export class LinkClient {
  private readonly s3: S3Client;
  private readonly quarantine: string;
  private readonly photos: string;

  constructor(s3: S3Client, quarantine: string, photos: string) {
    this.s3 = s3;
    this.quarantine = quarantine;
    this.photos = photos;
  }

  /** A form that takes one file of this type, 1 to `maxBytes` bytes, as this photo. */
  uploadForm(id: string, contentType: string, maxBytes: number): Promise<PresignedPost> {
    return createPresignedPost(this.s3, {
      Bucket: this.quarantine,
      Key: uploadKey(id),
      Conditions: [
        ['content-length-range', 1, maxBytes],
        ['eq', '$Content-Type', contentType],
      ],
      Fields: { 'Content-Type': contentType },
      Expires: uploadSeconds,
    });
  }

  /** Where a version of a photo can be seen for so many seconds. */
  view(id: string, size: Size, seconds: number): Promise<string> {
    const command = new GetObjectCommand({ Bucket: this.photos, Key: versionKey(id, size) });
    return getSignedUrl(this.s3, command, { expiresIn: seconds });
  }
}
