import { cityClock } from '../../shared/clock.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { logger } from '../../shared/telemetry.ts';
import { stillWaits, Wait } from './acceptance.ts';
import { takeDueSteps } from './due-steps.ts';
import { ReportStore } from './store.ts';
import { WaitStore } from './wait-store.ts';

const env = Environment.pick({ TABLE_NAME: true, CITY: true, CLOCK: true }).parse(process.env);
const table = openTable(env.TABLE_NAME);
const store = new ReportStore(table);
const waits = new WaitStore(table);
const clock = cityClock(env.CLOCK);

/**
 * The time to accept is over. The table decides what that means: nothing for an execution that is stale by now,
 * the steps that are due otherwise. The outcome is data, for the workflow to end with.
 */
export async function handler(input: unknown): Promise<{ outcome: 'stale' | 'escalated'; events: string[] }> {
  const wait = Wait.parse(input);
  const current = stillWaits(wait, await store.find(wait.reportId));
  const events = current
    ? await takeDueSteps({ store, clock, deadlines: env.CITY.deadlines }, wait.reportId)
    : [];
  await waits.forget(wait);
  logger.info('acceptance missed', {
    reportId: wait.reportId,
    clockVersion: wait.clockVersion,
    current,
    events,
  });
  return { outcome: current ? 'escalated' : 'stale', events };
}
