import type { CityConfig } from '../city/config.ts';
import { UnitsDocument } from '../city/directory.ts';
import { readDocument, remembered } from '../city/documents.ts';
import type { Table } from '../table/table.ts';
import shippedThresholds from './data/thresholds.json' with { type: 'json' };
import { TriageThresholds } from './decision.ts';
import type { Engine } from './engine.ts';
import { localEngine } from './local-engine.ts';
import type { Model } from './model.ts';

/** What holds until an admin says otherwise. */
const shipped = TriageThresholds.parse(shippedThresholds);

/** Reads from which confidence on reports are routed: the city's own numbers, or those that come with the model. */
export function thresholdsReader(table: Table): () => Promise<TriageThresholds> {
  const read = remembered(() => readDocument(table, 'triage', TriageThresholds));
  return async () => (await read())?.body ?? shipped;
}

/** The engine that the city uses, made again when its units or its model have changed. */
export function engineReader(
  table: Table,
  triage: CityConfig['triage'],
  activeModel: () => Promise<Model>,
): () => Promise<Engine> {
  const readUnits = remembered(() => readDocument(table, 'units', UnitsDocument));
  let made: { units: number; model: string; engine: Engine } | undefined;
  return async () => {
    const [document, model] = await Promise.all([readUnits(), activeModel()]);
    const units = document?.version ?? 0;
    if (made?.units !== units || made.model !== model.version) {
      const local = localEngine(document?.body.units ?? [], model);
      const engine = triage.engine === 'local' ? local : await withLargeModel(local, triage);
      made = { units, model: model.version, engine };
    }
    return made.engine;
  };
}

async function withLargeModel(
  local: Engine,
  { modelId, region, timeoutMilliseconds }: Extract<CityConfig['triage'], { engine: 'bedrock' }>,
): Promise<Engine> {
  // Only where it is wanted: a city without it does not wait for its client to load.
  const { BedrockRuntimeClient } = await import('@aws-sdk/client-bedrock-runtime');
  const { bedrockEngine } = await import('./bedrock-client.ts');
  // One try: the time that it may take is short, and the local engine is there.
  const client = new BedrockRuntimeClient({ region, maxAttempts: 1 });
  return bedrockEngine({ client, modelId, timeoutMilliseconds, local });
}
