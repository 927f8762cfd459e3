import type { Text } from '../../shared/errors.ts';
import { shardOf } from '../../shared/table/shard.ts';

/** What may be uploaded, and what sharp calls it. */
export const contentTypes = ['image/jpeg', 'image/png', 'image/webp'] as const;
export const formats: readonly string[] = ['jpeg', 'png', 'webp'];

/** How long the form for an upload is good. Assumed: a slow line sends 10 MB in that time. */
export const uploadSeconds = 900;

/** Why a photo was refused, in words for the one who took it. */
export const refusals = {
  'not-a-picture': { vi: 'Tệp này không phải là ảnh', en: 'This file is not a picture' },
  'wrong-format': { vi: 'Chỉ nhận ảnh JPEG, PNG hoặc WebP', en: 'Only JPEG, PNG and WebP are taken' },
  'too-many-pixels': { vi: 'Ảnh quá lớn', en: 'The picture has too many pixels' },
  damaged: {
    vi: 'Ảnh bị hỏng hoặc tải lên dở dang',
    en: 'The picture is damaged or was not uploaded to its end',
  },
  lost: {
    vi: 'Ảnh không còn để kiểm tra. Hãy gửi lại',
    en: 'The picture was gone before it was checked. Send it again',
  },
  expired: { vi: 'Ảnh không được dùng trong thời hạn', en: 'The picture was not used in time' },
} as const satisfies Record<string, Text>;
export type Refusal = keyof typeof refusals;

/** Where a photo lies as it was uploaded, in the quarantine bucket. */
export const uploadKey = (id: string) => `uploads/${id}`;

/** The photo that an object of the quarantine bucket is; undefined for one that is none. */
export const photoOfUpload = (key: string) => /^uploads\/([0-9A-HJKMNP-TV-Z]{26})$/.exec(key)?.[1];

export const orphanShards = 4;
const orphanPartition = (shard: number) => `PHOTO-ORPHANS#${shard}`;
export const orphanPartitions = Array.from({ length: orphanShards }, (_, shard) => orphanPartition(shard));

/** Index keys (GSI3) of a photo that no report has taken yet: by the time it will be deleted. */
export function orphanKeys(id: string, expiresAt: Date): { GSI3PK: string; GSI3SK: string } {
  return {
    GSI3PK: orphanPartition(shardOf(id, orphanShards)),
    GSI3SK: `${expiresAt.toISOString()}#${id}`,
  };
}
