import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import type { City } from '../../local/city.ts';

/** How long new reports without a category take until they stand in their office's queue. */
export interface ArrivalFigures {
  reportsPerSecond: number;
  reports: number;
  routed: number;
  medianSeconds: number;
  p99Seconds: number;
}

const perSecond = 5;
const seconds = 60;
const warming = 30;
/** As many people as the limit on one person's reports asks for. */
const people = 15;

/** Texts of which the machine is sure, so that each should go to an office with nobody in between. */
const texts = [
  'Quán nhậu lấn chiếm hết vỉa hè, người đi bộ phải xuống lòng đường',
  'Đèn đường hỏng cả tuần nay, tối om không thấy gì',
  'Nước máy yếu cả tuần nay, không đủ nấu cơm',
  'Loa kẹo kéo hát karaoke tới 12 giờ đêm, cả xóm không ngủ được',
  'Chó thả rông trong xóm, không rọ mõm',
];

const Made = z.object({ id: z.string(), createdAt: z.string() });
const Timeline = z.object({ items: z.array(z.object({ type: z.string(), at: z.string() })) });

/** Sends reports at an even pace, then reads from each timeline when its office got it. */
export async function measureArrival(city: City): Promise<ArrivalFigures> {
  const tokens = await Promise.all(
    Array.from({ length: people }, (_, index) => city.token(`citizen${index + 2}`)),
  );
  // Warm: the emulator starts a process for each function that is called while another runs.
  for (let index = 0; index < warming; index += 1) await send(city, tokens[index % people] ?? '', index);
  const sent: Promise<z.infer<typeof Made>>[] = [];
  const began = performance.now();
  for (let index = 0; index < perSecond * seconds; index += 1) {
    await delay(Math.max(0, began + (index * 1000) / perSecond - performance.now()));
    sent.push(send(city, tokens[index % people] ?? '', index));
  }
  const made = await Promise.all(sent);
  await delay(10_000);
  const waits: number[] = [];
  for (const { id, createdAt } of made) {
    const response = await fetch(`${city.apiUrl}/reports/${id}/timeline`);
    if (!response.ok) continue;
    const routed = Timeline.parse(await response.json()).items.find(({ type }) => type === 'routed');
    if (routed) waits.push((Date.parse(routed.at) - Date.parse(createdAt)) / 1000);
  }
  waits.sort((a, b) => a - b);
  const at = (share: number) =>
    waits[Math.min(waits.length - 1, Math.floor(share * waits.length))] ?? Number.NaN;
  return {
    reportsPerSecond: perSecond,
    reports: made.length,
    routed: waits.length,
    medianSeconds: at(0.5),
    p99Seconds: at(0.99),
  };
}

async function send(city: City, token: string, index: number): Promise<z.infer<typeof Made>> {
  const key = randomUUID();
  for (;;) {
    const response = await fetch(`${city.apiUrl}/reports`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify({
        description: texts[index % texts.length],
        location: { lat: 16.44 + (index % 17) * 0.002, lng: 107.57 + (index % 13) * 0.003 },
      }),
    });
    if (response.status === 201) return Made.parse(await response.json());
    if (response.status !== 429 && response.status !== 503) {
      throw new Error(`a report was answered ${response.status}`);
    }
    // As any client does: the same again a little later.
    await delay(1000);
  }
}
