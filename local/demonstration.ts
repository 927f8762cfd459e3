import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { call } from './api-client.ts';
import type { City } from './city.ts';
import { aloud, step } from './progress.ts';
import { begunExecution, proveIt } from './proof.ts';
import { samplePhoto } from './sample-photo.ts';
import { until } from './until.ts';

const Unit = z.object({ code: z.string(), name: z.unknown() });
const Report = z.object({
  id: z.string(),
  code: z.string(),
  status: z.string(),
  publicStatus: z.string(),
  unit: Unit,
});
type Report = z.infer<typeof Report>;
const Upload = z.object({
  photoId: z.string(),
  upload: z.object({ url: z.url(), fields: z.record(z.string(), z.string()) }),
});
const Photo = z.object({ state: z.string(), reason: z.string().nullish() });
const Inbox = z.object({
  items: z.array(z.object({ kind: z.string(), report: z.object({ id: z.string() }) })),
});

/** At the Citadel's moat, in the ward of Phú Xuân. */
const place = { lat: 16.47, lng: 107.579 };

/**
 * The main job once, for everyone to see: a citizen reports with a photo, the right office solves it, the citizen
 * hears of it and rates; then that AWS's parts really did theirs. Throws where something did not happen.
 */
export async function demonstrate(city: City): Promise<void> {
  const citizen = await city.token('citizen');
  /** One line: who does what, how long it took, what came of it. */
  const show = <T>(who: string, what: string, run: () => Promise<T>, outcome?: (result: T) => string) =>
    step(aloud, `${who.padEnd(14)} ${what}`, run, outcome);

  const before = await sendPhoto('citizen', 'Ổ gà trước số 12', citizen);
  const report = await show(
    'citizen',
    'sends the report',
    async () =>
      Report.parse(
        (
          await call(`${city.apiUrl}/reports`, {
            method: 'POST',
            token: citizen,
            headers: { 'idempotency-key': randomUUID() },
            body: {
              description: 'Ổ gà sâu trước số nhà 12, xe máy dễ ngã khi trời mưa.',
              location: place,
              category: 'road_damage',
              photoIds: [before],
            },
          })
        ).body,
      ),
    ({ code, unit }) => `code ${code}, for unit ${unit.code}`,
  );

  await show('workflow', 'waits for its deadlines', () => begunExecution(city, report.id));

  const officialName = `official@${report.unit.code}`;
  const official = await city.token(officialName);
  await decide('accepts it', { action: 'accept' });
  await decide('starts work', { action: 'start' });
  const after = await sendPhoto(officialName, 'Đã vá xong', official);
  await decide('resolves it', {
    action: 'resolve',
    done: 'Đã vá ổ gà bằng bê tông nhựa nguội.',
    photoIds: [after],
  });

  const told = ['report.accepted', 'report.started', 'report.resolved'];
  await show(
    'citizen',
    'reads the inbox',
    () =>
      until(`the citizen hears of ${told.join(', ')}`, 60, async () => {
        const inbox = Inbox.parse((await call(`${city.apiUrl}/me/inbox`, { token: citizen })).body);
        const kinds = inbox.items.filter((notice) => notice.report.id === report.id).map(({ kind }) => kind);
        return told.every((kind) => kinds.includes(kind)) ? kinds : undefined;
      }),
    (kinds) => `told of ${kinds.toReversed().join(', ')}`,
  );
  await show(
    'citizen',
    'rates the result',
    async () =>
      Report.parse(
        (
          await call(`${city.apiUrl}/reports/${report.id}/rating`, {
            method: 'POST',
            token: citizen,
            body: { rating: 'satisfied' },
          })
        ).body,
      ),
    (rated) => `satisfied (hài lòng); the report is ${rated.status}, for the public ${rated.publicStatus}`,
  );
  await proveIt(city, { reportId: report.id, photoIds: [before, after] }, show);

  async function sendPhoto(who: string, caption: string, token: string): Promise<string> {
    const jpeg = await samplePhoto(caption, new Date());
    const { photoId, upload } = await show(who, 'asks to send a photo', async () =>
      Upload.parse(
        (await call(`${city.apiUrl}/photos`, { method: 'POST', token, body: { contentType: 'image/jpeg' } }))
          .body,
      ),
    );
    await show(
      who,
      'uploads it to the bucket',
      async () => {
        const form = new FormData();
        for (const [field, value] of Object.entries(upload.fields)) form.set(field, value);
        form.set('file', new Blob([jpeg], { type: 'image/jpeg' }), 'photo.jpg');
        const response = await fetch(upload.url, { method: 'POST', body: form });
        if (!response.ok)
          throw new Error(`The upload was answered ${response.status}: ${await response.text()}`);
      },
      () => `${Math.round(jpeg.length / 1024)} kB`,
    );
    await show('worker', 'checks it, removes EXIF, makes its sizes', () =>
      until(`photo ${photoId} is ready`, 60, async () => {
        const photo = Photo.parse((await call(`${city.apiUrl}/photos/${photoId}`, { token })).body);
        if (photo.state === 'refused') throw new Error(`The photo was refused: ${photo.reason}`);
        return photo.state === 'ready' ? photo : undefined;
      }),
    );
    return photoId;
  }

  function decide(what: string, command: Record<string, unknown>): Promise<Report> {
    const url = `${city.apiUrl}/reports/${report.id}`;
    return show(
      officialName,
      what,
      async () => {
        const { etag } = await call(url, { token: official });
        const headers = { 'if-match': etag };
        const { body } = await call(`${url}/transitions`, {
          method: 'POST',
          token: official,
          headers,
          body: command,
        });
        return Report.parse(body);
      },
      ({ status }) => status,
    );
  }
}
