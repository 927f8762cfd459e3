import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sizes, versionKey } from '../../../shared/photo-record.ts';
import {
  orphanKeys,
  orphanPartitions,
  photoOfUpload,
  refusals,
  uploadKey,
} from '../../../functions/photos/photo.ts';
import { newId } from '../../../shared/identifiers.ts';

test('an upload is found again by its key, and no other object is taken for one', () => {
  const id = newId(new Date());
  expect(photoOfUpload(uploadKey(id))).toBe(id);
  for (const key of [
    `uploads/${id}/x`,
    `photos/${id}`,
    `uploads/../${id}`,
    `uploads/${id.toLowerCase()}`,
    'uploads/',
  ]) {
    expect(photoOfUpload(key)).toBeUndefined();
  }
});

test('each photo and size has an object of its own', () => {
  const ids = Array.from({ length: 10 }, () => newId(new Date()));
  const keys = ids.flatMap((id) => sizes.map((size) => versionKey(id, size)));
  expect(new Set(keys).size).toBe(keys.length);
});

test('orphans stand in one of the shards that the sweep reads, by the time they expire', () => {
  fc.assert(
    fc.property(
      fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }),
      (expiresAt) => {
        const id = newId(new Date());
        const { GSI3PK, GSI3SK } = orphanKeys(id, expiresAt);
        expect(orphanPartitions).toContain(GSI3PK);
        const [before, after] = [new Date(expiresAt.getTime() - 1), expiresAt];
        expect(GSI3SK > `${before.toISOString()}#~`).toBe(true);
        expect(GSI3SK <= `${after.toISOString()}#~`).toBe(true);
      },
    ),
  );
});

test('every refusal is told in two languages', () => {
  for (const { vi, en } of Object.values(refusals)) {
    expect(vi).not.toBe('');
    expect(en).not.toBe(vi);
  }
});
