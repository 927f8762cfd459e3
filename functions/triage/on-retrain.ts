import { readFileSync } from 'node:fs';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { S3Client } from '@aws-sdk/client-s3';
import { cityClock } from '../../shared/clock.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { logger, metrics } from '../../shared/telemetry.ts';
import { activeModelReader } from '../../shared/triage/active-model-reader.ts';
import { Example } from '../../shared/triage/example.ts';
import { CorrectionStore } from './correction-store.ts';
import { ModelStore } from './model-store.ts';
import { retrain } from './retraining.ts';

const env = Environment.pick({
  TABLE_NAME: true,
  REFERENCE_BUCKET: true,
  CITY: true,
  CLOCK: true,
}).parse(process.env);
const table = openTable(env.TABLE_NAME);
const clock = cityClock(env.CLOCK);
const s3 = new S3Client({});
const active = activeModelReader(table, s3, env.REFERENCE_BUCKET);
const corrections = new CorrectionStore(table);
const models = new ModelStore(table, s3, env.REFERENCE_BUCKET);

/** The project's own examples, which the build lays beside this function. */
function baseExamples(): Example[] {
  const lines = readFileSync(new URL('examples.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => Example.parse(JSON.parse(line)));
}

/** Every week: learns from what people said of reports, and proposes a model if it is better. An admin activates it. */
export async function handler() {
  const now = clock.now();
  const said = await corrections.between(env.CITY.launchedIn, now.toISOString().slice(0, 7));
  const { proposed, version } = await retrain(models, baseExamples(), said, await active(), now);
  metrics.addMetric('TriageModelsProposed', MetricUnit.Count, proposed === null ? 0 : 1);
  metrics.publishStoredMetrics();
  const result = { version, corrections: said.length, proposed: proposed?.comparison ?? null };
  logger.info('triage model retrained', result);
  return result;
}
