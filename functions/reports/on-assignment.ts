import { SFNClient } from '@aws-sdk/client-sfn';
import { busEvent, Envelope } from '../../events/envelope.ts';
import { cityClock } from '../../shared/clock.ts';
import { queueWorker } from '../../shared/queue-worker.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { stillWaits } from './acceptance.ts';
import { awaitsAcceptance } from './clock.ts';
import { ReportStore } from './store.ts';
import { WaitStore } from './wait-store.ts';
import { endWait, startWait } from './workflow-client.ts';

const env = Environment.pick({ TABLE_NAME: true, CLOCK: true, ACCEPTANCE_STATE_MACHINE_ARN: true }).parse(
  process.env,
);
const table = openTable(env.TABLE_NAME);
const store = new ReportStore(table);
const waits = new WaitStore(table);
const workflows = new SFNClient({});
const clock = cityClock(env.CLOCK);
const Heard = busEvent(Envelope);

/**
 * Brings the report's workflow in line with the table: an execution waits while an office has to accept, and one
 * whose wait is over is told so. It looks at the report, not at the event, so events may come twice, late or shuffled.
 */
export const handler = queueWorker('workflows aligned', async (message) => {
  const { detail } = Heard.parse(message);
  const report = await store.find(detail.aggregate.id);
  // After an escalation nobody is woken again: the ladder has one step.
  if (report && awaitsAcceptance(report) && report.acceptDueAt !== null && report.escalationLevel === 0) {
    await startWait(workflows, env.ACCEPTANCE_STATE_MACHINE_ARN, {
      reportId: report.id,
      clockVersion: report.clockVersion,
      waitSeconds: Math.max(1, clock.secondsUntil(new Date(report.acceptDueAt))),
    });
  }
  for (const wait of await waits.of(detail.aggregate.id)) {
    if (stillWaits(wait, report)) continue;
    await endWait(workflows, wait.taskToken, report && awaitsAcceptance(report) ? 'moved-on' : 'accepted');
    await waits.forget(wait);
  }
});
