import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { busEvent } from '../../events/envelope.ts';
import { PhotoRefused } from '../../events/photo.ts';
import { ReportEvent, reportEventTypes } from '../../events/report.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { logger, metrics } from '../../shared/telemetry.ts';
import { noticesOf, noticesOfRefusedPhoto } from './notices.ts';
import { InboxStore } from './store.ts';

const env = Environment.pick({ TABLE_NAME: true }).parse(process.env);
const store = new InboxStore(openTable(env.TABLE_NAME));
const batch = new BatchProcessor(EventType.SQS);

const Heard = z.union([
  busEvent(PhotoRefused).extend({ 'detail-type': z.literal('photo.refused') }),
  busEvent(ReportEvent).extend({ 'detail-type': z.enum(reportEventTypes) }),
]);

/** Puts what an event means to people into their inboxes; an event heard twice is told once. */
async function tell({ body }: SQSRecord): Promise<void> {
  const heard = Heard.parse(JSON.parse(body));
  const notices =
    heard['detail-type'] === 'photo.refused'
      ? noticesOfRefusedPhoto(heard.detail)
      : noticesOf(heard['detail-type'], heard.detail);
  await Promise.all(notices.map((notice) => store.put(notice)));
}

export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const response = await processPartialResponse(event, tell, batch, {
    context,
    throwOnFullBatchFailure: false,
  });
  metrics.addMetric('EventsTold', MetricUnit.Count, event.Records.length - response.batchItemFailures.length);
  metrics.publishStoredMetrics();
  logger.info('people told', { events: event.Records.length, failed: response.batchItemFailures.length });
  return response;
}
