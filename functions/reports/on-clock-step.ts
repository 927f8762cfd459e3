import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { timetableReader } from '../../shared/city/timetable-reader.ts';
import { cityClock } from '../../shared/clock.ts';
import { queueWorker } from '../../shared/queue-worker.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { logger } from '../../shared/telemetry.ts';
import { takeDueSteps } from './due-steps.ts';
import { ReportStore } from './store.ts';
import { Execution, outcomeFor } from './workflow.ts';
import { Workflows } from './workflow-client.ts';

const env = Environment.pick({ TABLE_NAME: true, CLOCK: true, DEADLINES_STATE_MACHINE_ARN: true }).parse(
  process.env,
);
const table = openTable(env.TABLE_NAME);
const store = new ReportStore(table);
const clock = cityClock(env.CLOCK);
const ground = { store, clock, timetables: timetableReader(table) };
const workflows = new Workflows(new SFNClient({}), env.DEADLINES_STATE_MACHINE_ARN);

/** What the workflow puts into the queue when a report's time has come. */
const Woken = Execution.extend({ taskToken: z.string() });

/**
 * A report's time has come: takes the steps that are due, then tells the execution how long to wait for the next. The
 * table decides what is due; an execution whose clock has moved on learns here that it has ended.
 */
export const handler = queueWorker('clocks advanced', async (message) => {
  const { taskToken, ...execution } = Woken.parse(message);
  const events = await takeDueSteps(ground, execution.reportId);
  const outcome = outcomeFor(execution, await store.find(execution.reportId), clock);
  await workflows.answer(taskToken, outcome);
  logger.info('clock advanced', { ...execution, events, ...outcome });
});
