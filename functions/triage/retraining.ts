import type { Example } from '../../shared/triage/example.ts';
import { modelOf, type Model } from '../../shared/triage/model.ts';
import { partOf } from '../../shared/triage/split.ts';
import { train } from '../../shared/triage/training.ts';
import { isBetter } from './comparison.ts';
import { type Correction, examplesOf } from './correction.ts';
import type { ModelStore, TrainedModel } from './model-store.ts';
import { scoresOf } from './scoring.ts';

/** What people said in so many days is kept for the comparison, and learnt from only after that. Assumed. */
const recentDays = 28;

/** What a retraining came to. */
export interface Retrained {
  proposed: TrainedModel | null;
  /** Of the model that was trained, proposed or not. */
  version: string;
}

/**
 * Trains a model on the project's examples and what people said before the last weeks, compares it with the active one
 * on the held-out texts and on what people said in the last weeks, and proposes it only if it is better.
 */
export async function retrain(
  store: Pick<ModelStore, 'propose'>,
  base: readonly Example[],
  corrections: readonly Correction[],
  active: Model,
  now: Date,
): Promise<Retrained> {
  const since = new Date(now.getTime() - recentDays * 86_400_000).toISOString();
  const recent = examplesOf(corrections.filter(({ at }) => at >= since));
  const known = examplesOf(corrections.filter(({ at }) => at < since));
  const file = train([...base, ...known]);
  if (file.version === active.version) return { proposed: null, version: file.version };
  const model = modelOf(file);
  // None of those that are held out has been looked at in training, whoever wrote them.
  const heldOut = base.filter((example) => partOf(example) === 'held-out');
  const comparison = {
    heldOut: { active: scoresOf(active, heldOut), proposed: scoresOf(model, heldOut) },
    recent: { active: scoresOf(active, recent), proposed: scoresOf(model, recent) },
  };
  if (!isBetter(comparison)) return { proposed: null, version: file.version };
  const proposed: TrainedModel = {
    version: file.version,
    trainedAt: now.toISOString(),
    examples: base.length + known.length,
    corrections: known.length,
    comparedWith: active.version,
    comparison,
  };
  await store.propose(file, proposed);
  return { proposed, version: file.version };
}
