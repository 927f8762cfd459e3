import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { SQSClient } from '@aws-sdk/client-sqs';
import { busEvent, Envelope } from '../../events/envelope.ts';
import { PhotoRefused } from '../../events/photo.ts';
import { ReportEvent, ReportEventType } from '../../events/report.ts';
import { cityClock } from '../../shared/clock.ts';
import { queueWorker } from '../../shared/queue-worker.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { metrics } from '../../shared/telemetry.ts';
import { type Telling, tellingsOf, tellingsOfRefusedPhoto } from './notices.ts';
import { standingReader } from './standing-reader.ts';
import { noticeTableReader } from './table-reader.ts';
import { openTeller } from './teller-client.ts';

const env = Environment.pick({
  TABLE_NAME: true,
  CITY: true,
  CLOCK: true,
  DELIVERY_QUEUE_URL: true,
  ZALO_ENDPOINT: true,
}).parse(process.env);
const table = openTable(env.TABLE_NAME);
const clock = cityClock(env.CLOCK);
const noticeTable = noticeTableReader(table);
const standing = standingReader(table, env.CITY.monitoringUnit, clock);
const { tell } = openTeller({
  table,
  sqs: new SQSClient({ useQueueUrlAsEndpoint: false }),
  queueUrl: env.DELIVERY_QUEUE_URL,
  city: env.CITY,
  clock,
  zaloEndpoint: env.ZALO_ENDPOINT,
});
const Heard = busEvent(Envelope);

/** What an event means to people. One of a kind that is not known here (yet) means nothing to them. */
async function tellingsIn(type: string, detail: Envelope): Promise<Telling[]> {
  const { rows } = (await noticeTable()).body;
  if (type === 'photo.refused') return tellingsOfRefusedPhoto(rows, PhotoRefused.parse(detail));
  const known = ReportEventType.safeParse(type);
  if (!known.success) return [];
  const event = ReportEvent.parse(detail);
  return tellingsOf(rows, known.data, event, await standing(rows, known.data, event.aggregate.id));
}

/** Puts what has happened into people's inboxes, and on its way to them; an event heard twice is told once. */
export const handler = queueWorker('people told', async (message) => {
  const heard = Heard.parse(message);
  const tellings = await tellingsIn(heard['detail-type'], heard.detail);
  await Promise.all(tellings.map(tell));
  metrics.addMetric('NoticesPut', MetricUnit.Count, tellings.length);
  metrics.publishStoredMetrics();
});
