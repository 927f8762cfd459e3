import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { logger } from './telemetry.ts';

/**
 * The handler of a function that a queue feeds: each message's JSON goes to `handle`; one that fails is logged with
 * its reason and tried again alone. `done` is the log line of a batch.
 */
export function queueWorker(done: string, handle: (message: unknown) => Promise<void>) {
  const batch = new BatchProcessor(EventType.SQS);
  const one = async ({ messageId, body }: SQSRecord): Promise<void> => {
    try {
      await handle(JSON.parse(body));
    } catch (error) {
      logger.error('message failed', { messageId, error });
      throw error;
    }
  };
  return async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const response = await processPartialResponse(event, one, batch, {
      context,
      throwOnFullBatchFailure: false,
    });
    logger.info(done, { messages: event.Records.length, failed: response.batchItemFailures.length });
    return response;
  };
}
