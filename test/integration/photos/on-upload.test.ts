import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { beforeAll, expect, test } from 'vitest';
import hue from '../../../cdk/cities/hue.json' with { type: 'json' };
import { uploadKey } from '../../../functions/photos/photo.ts';
import { PhotoStore } from '../../../functions/photos/store.ts';
import { newId } from '../../../shared/identifiers.ts';
import { photoKey, takePhoto } from '../../../shared/photo-record.ts';
import { openTable, transact } from '../../../shared/table/table.ts';
import { entryPrefix, TimelineEntry } from '../../../shared/timeline.ts';
import { output } from '../../city-under-test.ts';
import { jpeg } from '../../journeys/client.ts';

// The worker itself, with batches made here and a quarantine of its own, which the deployed worker does not hear of.
const table = openTable(output('TableName'));
const store = new PhotoStore(table);
const s3 = new S3Client({});
const quarantine = `quarantine-${randomUUID()}`;
const ownerId = randomUUID();
let worker: (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

beforeAll(async () => {
  await s3.send(new CreateBucketCommand({ Bucket: quarantine }));
  Object.assign(process.env, {
    TABLE_NAME: table.name,
    QUARANTINE_BUCKET: quarantine,
    PHOTO_BUCKET: output('PhotoBucket'),
    CITY: JSON.stringify(hue.runtime),
    CLOCK: JSON.stringify({ scale: 1, origin: new Date().toISOString() }),
  });
  ({ handler: worker } = await import('../../../functions/photos/on-upload.ts'));
});

async function uploaded(body: Buffer | null): Promise<string> {
  const at = new Date();
  const id = newId(at);
  const photo = { id, ownerId, createdAt: at.toISOString(), contentType: 'image/jpeg' };
  await store.create({ ...photo, state: 'awaiting' }, new Date('2040-01-01T00:00:00.000Z'));
  if (body) await s3.send(new PutObjectCommand({ Bucket: quarantine, Key: uploadKey(id), Body: body }));
  return id;
}

/** As S3 tells it through EventBridge and the queue; `no JSON` for a message that cannot be read. */
const heard = (...ids: string[]) => {
  const records = ids.map((id, index) => ({
    messageId: `${index}`,
    body:
      id === 'no JSON'
        ? '{'
        : JSON.stringify({
            source: 'aws.s3',
            'detail-type': 'Object Created',
            detail: { bucket: { name: quarantine }, object: { key: uploadKey(id), size: 1 } },
          }),
  }));
  return worker({ Records: records } as SQSEvent, {} as Context);
};

const entriesOf = async (id: string) => {
  const { Items = [] } = await table.db.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'PK = :pk AND begins_with(SK, :entry)',
      ExpressionAttributeValues: { ':pk': photoKey(id).PK, ':entry': entryPrefix },
    }),
  );
  return Items.map((item) => TimelineEntry.parse(item));
};

const quarantined = async (id: string) => {
  const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket: quarantine, Prefix: uploadKey(id) }));
  return KeyCount;
};

test('uploads are checked in any order, twice too; only the message that cannot be read is kept', async () => {
  const [good, other, bad] = await Promise.all([
    uploaded(await jpeg()),
    uploaded(await jpeg(99, 50)),
    uploaded(Buffer.from('x')),
  ]);
  const response = await heard(bad, good, 'no JSON', other, good, bad);
  expect(response.batchItemFailures).toEqual([{ itemIdentifier: '2' }]);
  expect(await heard(other, bad, good)).toEqual({ batchItemFailures: [] });
  expect(await store.find(good)).toMatchObject({ state: 'ready', width: 640, height: 480 });
  expect(await store.find(other)).toMatchObject({ state: 'ready', width: 99 });
  expect(await store.find(bad)).toMatchObject({ state: 'refused', reason: 'not-a-picture' });
  for (const id of [good, other, bad]) expect([await quarantined(id), await entriesOf(id)]).toEqual([0, []]);
});

test('a photo refused after a report took it is told once, with the report and its owner', async () => {
  const id = await uploaded(Buffer.from('<script>'));
  await store.markChecking(id);
  const reportId = newId(new Date());
  await transact(table, [takePhoto(table, { id, ownerId, reportId }, () => new Error('refused'))]);
  await Promise.all([heard(id), heard(id), heard(id)]);
  const entries = await entriesOf(id);
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({
    type: 'photo.refused',
    aggregate: { type: 'photo', id },
    audience: 'parties',
    data: { reason: 'not-a-picture', ownerId, reportId },
  });
});

test('an upload that is gone, or that nobody asked for, ends there', async () => {
  const gone = await uploaded(null);
  const unknown = newId(new Date());
  await s3.send(new PutObjectCommand({ Bucket: quarantine, Key: uploadKey(unknown), Body: await jpeg() }));
  expect(await heard(gone, unknown)).toEqual({ batchItemFailures: [] });
  expect(await store.find(gone)).toMatchObject({ state: 'refused', reason: 'lost' });
  expect([await store.find(unknown), await quarantined(unknown)]).toEqual([null, 0]);
});
