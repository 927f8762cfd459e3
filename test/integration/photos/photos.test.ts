import { randomUUID } from 'node:crypto';
import { HeadObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { versionKey } from '../../../shared/photo-record.ts';
import { uploadKey } from '../../../functions/photos/photo.ts';
import { PhotoStore } from '../../../functions/photos/store.ts';
import { newId } from '../../../shared/identifiers.ts';
import { takePhoto } from '../../../shared/photo-record.ts';
import { openTable, transact } from '../../../shared/table/table.ts';
import { eventually, output } from '../../city-under-test.ts';
import { jpeg } from '../../journeys/client.ts';
import { invoke } from '../invoke.ts';

const table = openTable(output('TableName'));
const store = new PhotoStore(table);
const s3 = new S3Client({});
const owner = randomUUID();

async function create(expiresAt = new Date('2040-01-01T00:00:00.000Z')): Promise<string> {
  const at = new Date();
  const id = newId(at);
  const photo = {
    id,
    ownerId: owner,
    state: 'awaiting' as const,
    createdAt: at.toISOString(),
    contentType: 'image/jpeg',
  };
  await store.create(photo, expiresAt);
  return id;
}

const upload = async (id: string, body: Buffer) =>
  s3.send(new PutObjectCommand({ Bucket: output('QuarantineBucket'), Key: uploadKey(id), Body: body }));

const settled = (id: string) =>
  eventually(`photo ${id} is ready or refused`, async () => {
    const photo = await store.find(id);
    return (photo?.state === 'ready' || photo?.state === 'refused') && photo;
  });

const take = (id: string, reportId: string) =>
  transact(table, [takePhoto(table, { id, ownerId: owner, reportId }, () => new Error('refused'))]);

describe('an upload', () => {
  test('ends as two versions in the store, and nothing in quarantine', async () => {
    const id = await create();
    await upload(id, await jpeg());
    expect(await settled(id)).toMatchObject({ state: 'ready', width: 640, height: 480 });
    for (const size of [320, 1600] as const) {
      const version = new HeadObjectCommand({ Bucket: output('PhotoBucket'), Key: versionKey(id, size) });
      expect((await s3.send(version)).ContentType).toBe('image/jpeg');
    }
    await eventually('quarantine is empty of it', async () => {
      const list = new ListObjectsV2Command({ Bucket: output('QuarantineBucket'), Prefix: uploadKey(id) });
      return ((await s3.send(list)).KeyCount ?? 0) === 0;
    });
  });

  test('that is no picture is refused, once, and its sender hears of it when a report has it', async () => {
    const id = await create();
    await store.markChecking(id);
    await take(id, 'a-report');
    await store.markRefused(id, 'damaged', new Date());
    await store.markRefused(id, 'not-a-picture', new Date());
    expect(await store.find(id)).toMatchObject({ state: 'refused', reason: 'damaged', reportId: 'a-report' });
  });

  test('sent a second time changes nothing that is final', async () => {
    const id = await create();
    await upload(id, await jpeg());
    const first = await settled(id);
    await upload(id, Buffer.from('something else'));
    await eventually('the second one is taken out of quarantine', async () => {
      const list = new ListObjectsV2Command({ Bucket: output('QuarantineBucket'), Prefix: uploadKey(id) });
      return ((await s3.send(list)).KeyCount ?? 0) === 0;
    });
    expect(await store.find(id)).toEqual(first);
  });
});

test('the sweep deletes what no report took in its time, and nothing else', async () => {
  const past = new Date('2020-01-01T00:00:00.000Z');
  const [orphan, taken, young] = [await create(past), await create(past), await create()];
  await upload(orphan, await jpeg());
  await settled(orphan);
  await store.markChecking(taken);
  await take(taken, 'a-report');
  expect(await invoke('photos-on-orphan-sweep')).toMatchObject({ finished: true });
  expect(await store.find(orphan)).toBeNull();
  const version = new HeadObjectCommand({ Bucket: output('PhotoBucket'), Key: versionKey(orphan, 320) });
  await expect(s3.send(version)).rejects.toThrow();
  expect(await store.find(taken)).toMatchObject({ reportId: 'a-report' });
  expect(await store.find(young)).toMatchObject({ state: 'awaiting' });
});
