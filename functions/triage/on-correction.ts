import { busEvent } from '../../events/envelope.ts';
import { ReportEvent } from '../../events/report.ts';
import { queueWorker } from '../../shared/queue-worker.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { correctionOf } from './correction.ts';
import { CorrectionStore } from './correction-store.ts';

const env = Environment.pick({ TABLE_NAME: true }).parse(process.env);
const store = new CorrectionStore(openTable(env.TABLE_NAME));
const Heard = busEvent(ReportEvent);

/** A person said what a report is about: kept as an example to learn from, whether the machine was right or wrong. */
export const handler = queueWorker('corrections kept', async (message) => {
  const { detail } = Heard.parse(message);
  const report = await store.report(detail.aggregate.id);
  const correction = report && correctionOf(report, detail.at);
  if (correction) await store.keep(correction);
});
