import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { busEvent, Envelope } from '../../events/envelope.ts';
import { PhotoRefused } from '../../events/photo.ts';
import { ReportEvent, ReportEventType } from '../../events/report.ts';
import { queueWorker } from '../../shared/queue-worker.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { metrics } from '../../shared/telemetry.ts';
import { type Notice, noticesOf, noticesOfRefusedPhoto } from './notices.ts';
import { InboxStore } from './store.ts';

const env = Environment.pick({ TABLE_NAME: true }).parse(process.env);
const store = new InboxStore(openTable(env.TABLE_NAME));
const Heard = busEvent(Envelope);

/** What an event means to people. One of a kind that is not known here (yet) means nothing to them. */
function noticesIn(type: string, detail: Envelope): Notice[] {
  if (type === 'photo.refused') return noticesOfRefusedPhoto(PhotoRefused.parse(detail));
  const known = ReportEventType.safeParse(type);
  return known.success ? noticesOf(known.data, ReportEvent.parse(detail)) : [];
}

/** Puts what has happened into people's inboxes; an event heard twice is told once. */
export const handler = queueWorker('people told', async (message) => {
  const heard = Heard.parse(message);
  const notices = noticesIn(heard['detail-type'], heard.detail);
  const open = await store.withoutErased(notices);
  await Promise.all(open.map((notice) => store.put(notice)));
  metrics.addMetric('NoticesPut', MetricUnit.Count, open.length);
  metrics.publishStoredMetrics();
});
