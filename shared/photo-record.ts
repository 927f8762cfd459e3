import * as z from 'zod';
import { Time } from './identifiers.ts';
import type { Table, Write } from './table/table.ts';

/**
 * A photo as it is stored (PK = SK = PHOTO#id). The photos feature owns it; whoever shows or takes a photo reads and
 * marks it by what stands here.
 */
export const Photo = z.object({
  id: z.string(),
  ownerId: z.string(),
  state: z.enum(['awaiting', 'checking', 'ready', 'refused']),
  /** Why it was refused: a code of the photos feature. */
  reason: z.string().nullish(),
  /** The report that took it; a photo serves one report only. */
  reportId: z.string().nullish(),
  createdAt: Time,
  contentType: z.string(),
  width: z.number().int().nullish(),
  height: z.number().int().nullish(),
  /** Perceptual hash, 64 bits as 16 hex digits. */
  hash: z.string().nullish(),
  /** From the picture's EXIF, for officials alone. */
  takenAt: z.string().nullish(),
  takenLocation: z.object({ lat: z.number(), lng: z.number() }).nullish(),
});
export type Photo = z.infer<typeof Photo>;

/** The longest side of the stored versions in pixels; smaller pictures are not enlarged. */
export const sizes = [320, 1600] as const;
export type Size = (typeof sizes)[number];

/** Where a version lies in the bucket of photos. */
export const versionKey = (id: string, size: Size) => `photos/${id}/${size}.jpg`;

export const photoKey = (id: string) => ({ PK: `PHOTO#${id}`, SK: `PHOTO#${id}` });

/**
 * The write by which a report takes a photo of `ownerId`: it must be uploaded (checking or ready) and untaken, and
 * leaves the list of orphans (GSI3). `refused` says what its refusal means, given the photo as it was found.
 */
export function takePhoto(
  table: Table,
  photo: { id: string; ownerId: string; reportId: string },
  refused: Write['refused'],
): Write {
  return {
    operation: {
      Update: {
        TableName: table.name,
        Key: photoKey(photo.id),
        UpdateExpression: 'SET reportId = :report REMOVE GSI3PK, GSI3SK',
        ConditionExpression:
          'ownerId = :owner AND #state IN (:checking, :ready) AND attribute_not_exists(reportId)',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: {
          ':report': photo.reportId,
          ':owner': photo.ownerId,
          ':checking': 'checking',
          ':ready': 'ready',
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    },
    refused,
  };
}
