import { randomUUID } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import { photoHandlers } from '../../../functions/photos/handlers.ts';
import { LinkClient } from '../../../functions/photos/link-client.ts';
import { PictureStore } from '../../../functions/photos/picture-store.ts';
import { PhotoStore } from '../../../functions/photos/store.ts';
import { type Actor, anonymous } from '../../../shared/access/actor.ts';
import { newId } from '../../../shared/identifiers.ts';
import { takePhoto } from '../../../shared/photo-record.ts';
import { reportKey, type ReportStatus } from '../../../shared/report.ts';
import { openTable, transact } from '../../../shared/table/table.ts';
import { output } from '../../city-under-test.ts';
import { upload } from '../../journeys/client.ts';

const table = openTable(output('TableName'));
const store = new PhotoStore(table);
const s3 = new S3Client({});
const limits = { maxBytes: 20_000, maxMegapixels: 50, orphanHours: 24, linkSeconds: 900 };
const clock = { now: () => new Date(), secondsUntil: () => 0 };
const links = new LinkClient(s3, output('QuarantineBucket'), output('PhotoBucket'));
const pictures = new PictureStore(s3, output('QuarantineBucket'), output('PhotoBucket'));
const handlers = photoHandlers({ store, pictures, links, clock, limits });

const person = (role: Actor['role'], unit: string | null = null): Actor => ({
  role,
  accountId: randomUUID(),
  unit,
});
const owner = person('citizen');
const office = person('official', 'A');
const callers = {
  owner,
  nobody: anonymous,
  neighbour: person('citizen'),
  office,
  'another office': person('official', 'B'),
  monitor: person('monitor', 'IOC'),
  admin: person('admin'),
};
const from = (actor: Actor) => ({
  actor,
  token: null,
  language: 'vi' as const,
  expectedVersion: null,
  headers: undefined,
  query: undefined,
});

const ask = async (actor: Actor, contentType: 'image/jpeg' | 'image/png' = 'image/jpeg') =>
  (await handlers.createPhoto({ ...from(actor), params: undefined, body: { contentType } })).body;
const look = (actor: Actor, id: string) =>
  handlers.getPhoto({ ...from(actor), params: { id }, body: undefined });
const view = (actor: Actor, id: string, size = '320') =>
  handlers.viewPhoto({ ...from(actor), params: { id, size }, body: undefined });

/** A photo that is ready, in a report of unit A. */
async function inReport(status: ReportStatus): Promise<string> {
  const { photoId: id } = await ask(owner);
  const picture = Buffer.from('as if it were a JPEG');
  await pictures.keep(
    id,
    new Map([
      [320, picture],
      [1600, picture],
    ]),
  );
  const takenLocation = { lat: 16.4698, lng: 107.5786 };
  const noted = { hash: '0'.repeat(16), takenAt: '2026-11-23T02:15:03.000Z', takenLocation };
  await store.markReady(id, { ...noted, versions: new Map(), width: 1, height: 1 });
  const reportId = newId(new Date());
  const report = { reporterId: owner.accountId, unit: { code: 'A' }, status };
  await table.db.send(new PutCommand({ TableName: table.name, Item: { ...reportKey(reportId), ...report } }));
  await transact(table, [
    takePhoto(table, { id, ownerId: owner.accountId ?? '', reportId }, () => new Error('refused')),
  ]);
  return id;
}

async function whoSees(id: string): Promise<string[]> {
  const seen = await Promise.all(
    Object.entries(callers).map(async ([name, actor]) => {
      const [state, picture] = await Promise.allSettled([look(actor, id), view(actor, id)]);
      // Who may not see it is told that there is none, by both.
      for (const one of [state, picture]) {
        if (one.status === 'rejected') expect(one.reason).toMatchObject({ definition: { status: 404 } });
      }
      expect(state.status).toBe(picture.status);
      return state.status === 'fulfilled' ? [name] : [];
    }),
  );
  return seen.flat();
}

describe('a photo is seen', () => {
  test('by everybody when its report is public, with what the camera noted for its office alone', async () => {
    const id = await inReport('assigned');
    expect(await whoSees(id)).toEqual(Object.keys(callers));
    const withCamera = await Promise.all(
      Object.entries(callers).map(async ([name, actor]) =>
        (await look(actor, id)).body.camera ? [name] : [],
      ),
    );
    expect(withCamera.flat()).toEqual(['office', 'monitor']);
    expect((await look(office, id)).body.camera).toEqual({
      takenAt: '2026-11-23T02:15:03.000Z',
      location: { lat: 16.4698, lng: 107.5786 },
    });
  });

  test.each(['screening', 'rejected', 'withdrawn'] as const)(
    'by its parties while its report is %s',
    async (status) => {
      expect(await whoSees(await inReport(status))).toEqual(['owner', 'office', 'monitor']);
    },
  );

  test('by its owner alone before a report has it; there is nothing to view until it is ready', async () => {
    const { photoId } = await ask(owner);
    expect((await look(owner, photoId)).body).toMatchObject({ state: 'awaiting', reason: null, links: null });
    for (const [name, actor] of Object.entries(callers)) {
      if (name !== 'owner')
        await expect(look(actor, photoId)).rejects.toMatchObject({ definition: { status: 404 } });
      await expect(view(actor, photoId)).rejects.toMatchObject({ definition: { status: 404 } });
    }
    await store.markRefused(photoId, 'damaged', new Date());
    expect((await look(owner, photoId)).body).toMatchObject({
      state: 'refused',
      reason: 'damaged',
      reasonText: 'Ảnh bị hỏng hoặc tải lên dở dang',
    });
  });

  test('by a redirect to the picture, which no shared cache may keep', async () => {
    const answer = await view(anonymous, await inReport('closed'), '1600');
    expect(answer).toMatchObject({
      status: 302,
      headers: { 'cache-control': expect.stringMatching(/^private/) },
    });
    const picture = await fetch(answer.headers?.location ?? '');
    expect([picture.status, picture.headers.get('content-type'), await picture.text()]).toEqual([
      200,
      'image/jpeg',
      'as if it were a JPEG',
    ]);
    expect(answer.headers?.location).toContain('X-Amz-Expires=900');
  });
});

describe('the form for an upload', () => {
  const bytes = (count: number) => Buffer.alloc(count, 1);

  test('takes one file of its type and size', async () => {
    const form = (await ask(owner, 'image/png')).upload;
    expect((await upload(form, bytes(20_000), 'image/png')).status).toBe(204);
  });

  test('and none that is larger, of another type or for another photo', async () => {
    const { upload: form } = await ask(owner);
    const other = (await ask(owner)).photoId;
    expect((await upload(form, bytes(20_001))).status).toBeGreaterThanOrEqual(400);
    for (const fields of [
      { ...form.fields, 'Content-Type': 'text/html' },
      { ...form.fields, key: `uploads/${other}` },
    ]) {
      expect((await upload({ ...form, fields }, bytes(10))).status).toBe(403);
    }
  });
});
