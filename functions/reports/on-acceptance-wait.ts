import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { logger } from '../../shared/telemetry.ts';
import { stillWaits, Wait } from './acceptance.ts';
import { ReportStore } from './store.ts';
import { WaitStore } from './wait-store.ts';
import { endWait } from './workflow-client.ts';

const env = Environment.pick({ TABLE_NAME: true }).parse(process.env);
const table = openTable(env.TABLE_NAME);
const store = new ReportStore(table);
const waits = new WaitStore(table);
const workflows = new SFNClient({});
const Input = Wait.extend({ taskToken: z.string() });

/**
 * The workflow begins to wait: its token is kept for whoever hears that the report was accepted. The token is kept
 * first and the report read after it, so that an acceptance in between is seen by one side or the other.
 */
export async function handler(input: unknown): Promise<void> {
  const wait = Input.parse(input);
  await waits.keep(wait);
  const waiting = stillWaits(wait, await store.find(wait.reportId));
  if (!waiting) {
    await endWait(workflows, wait.taskToken, 'accepted');
    await waits.forget(wait);
  }
  logger.info('acceptance awaited', { reportId: wait.reportId, clockVersion: wait.clockVersion, waiting });
}
