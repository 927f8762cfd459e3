import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { busEvent, Envelope } from '../../events/envelope.ts';
import { cityClock } from '../../shared/clock.ts';
import { queueWorker } from '../../shared/queue-worker.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { ReportStore } from './store.ts';
import { outcomeFor } from './workflow.ts';
import { Workflows } from './workflow-client.ts';

const env = Environment.pick({ TABLE_NAME: true, CLOCK: true, DEADLINES_STATE_MACHINE_ARN: true }).parse(
  process.env,
);
const store = new ReportStore(openTable(env.TABLE_NAME));
const workflows = new Workflows(new SFNClient({}), env.DEADLINES_STATE_MACHINE_ARN);
const clock = cityClock(env.CLOCK);

const Heard = busEvent(Envelope.extend({ data: z.looseObject({ previousClockVersion: z.number().int() }) }));

/**
 * A decision moved a report's clock: the execution that waited by the old one ends, and one that waits by the present
 * one starts. It looks at the report, not at the event, so events may come twice, late or shuffled.
 */
export const handler = queueWorker('workflows aligned', async (message) => {
  const { detail } = Heard.parse(message);
  const reportId = detail.aggregate.id;
  const report = await store.find(reportId);
  if (report !== null) {
    const execution = { reportId, clockVersion: report.clockVersion };
    const outcome = outcomeFor(execution, report, clock);
    if (outcome.goesOn) await workflows.start(execution, outcome.waitSeconds);
  }
  await workflows.stop(
    { reportId, clockVersion: detail.data.previousClockVersion },
    'The clock of the report has moved on',
  );
});
