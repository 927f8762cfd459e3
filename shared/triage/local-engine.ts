import { CategoryCode, type Unit } from '../city/directory.ts';
import { urgencies, type Urgency } from '../city/urgency.ts';
import type { Assessment } from './assessment.ts';
import landmarks from './data/landmarks.json' with { type: 'json' };
import shippedModel from './data/model.json' with { type: 'json' };
import type { Engine, TriageInput } from './engine.ts';
import { featuresOf, featuresOfWord } from './features.ts';
import { mask } from './masking.ts';
import { modelOf, type Model } from './model.ts';
import { normalise, type NormalText } from './normalise.ts';
import { disagreement, gazetteerOf, LandmarksDocument, placesIn } from './places.ts';
import { outOfScopeByRule, outOfScopeKinds, type OutOfScope } from './scope.ts';
import { spamIn } from './spam.ts';
import { moreUrgent, urgencyWords } from './urgency.ts';
import { vectorOf, type Vector } from './vocabulary.ts';

/** The model that the project ships. */
export const localModel = (): Model => modelOf(shippedModel);

/**
 * The engine that needs nothing but itself: rules, lexicons and a linear model, one or two milliseconds a text.
 * `units` are the city's, for the places that texts name. The same text gives the same answer, but for its time.
 */
export function localEngine(units: readonly Unit[], model: Model = localModel()): Engine {
  const gazetteer = gazetteerOf(units, LandmarksDocument.parse(landmarks));

  function assess({ text, commune }: TriageInput): Assessment {
    const started = performance.now();
    const normal = normalise(text);
    const vector = vectorOf(featuresOf(normal), model.vocabulary);
    const best = bestCategories(model, vector);
    const places = placesIn(normal, gazetteer);
    return {
      model: { name: model.name, version: model.version },
      language: normal.language,
      category: {
        code: best[0]?.code ?? 'other',
        confidence: best[0]?.probability ?? 0,
        sureFrom: Math.min(1, model.thresholds.route),
        best,
      },
      urgency: urgencyOf(model, vector, normal),
      outOfScope: outOfScopeOf(model, vector, normal),
      spam: spamIn(normal),
      personalData: [...new Set(mask(text).found.map(({ kind }) => kind))],
      places,
      otherCommune: commune === undefined ? null : (disagreement(places, commune)?.unit ?? null),
      fellBack: null,
      milliseconds: performance.now() - started,
    };
  }
  return { name: model.name, triage: (input) => Promise.resolve(assess(input)) };
}

function bestCategories(model: Model, vector: Vector): Assessment['category']['best'] {
  const labels = model.labels('category');
  return [...model.probabilities('category', vector)]
    .map((probability, index) => ({ code: CategoryCode.parse(labels[index]), probability }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, 3);
}

/** What the model says, but never less than what the strong words of the lexicon say. */
function urgencyOf(model: Model, vector: Vector, text: NormalText): Assessment['urgency'] {
  const probabilities = model.probabilities('urgency', vector);
  const urgent = probabilities[0] ?? 0;
  const { least, words } = urgencyWords(text);
  // Without a word there is nothing that could be urgent.
  if (text.words.length === 0) return { level: 'normal', isSure: true, urgent, words: [] };
  const byModel = urgent >= model.thresholds.urgent ? 'urgent' : likeliestBelowUrgent(probabilities);
  const level = least === null ? byModel : moreUrgent(least, byModel);
  const behind = words.length === 0 && level !== 'normal' ? weightiestWords(model, text, level) : words;
  const isSure = level !== 'urgent' || least === 'urgent' || urgent >= model.thresholds.surelyUrgent;
  return { level, isSure, urgent, words: behind.slice(0, 10) };
}

/** The three words or pairs that speak most for a level by the model. */
function weightiestWords(model: Model, text: NormalText, level: Urgency): string[] {
  const label = urgencies.indexOf(level);
  const found = text.words.flatMap((_, at) =>
    featuresOfWord(text, at).map(({ word, ids }) => ({
      word,
      weight: ids.reduce((sum, id) => sum + model.weight('urgency', label, id), 0),
    })),
  );
  const most = found.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
  return [...new Set(most.map(({ word }) => word))].slice(0, 3);
}

function likeliestBelowUrgent(probabilities: Float64Array): Urgency {
  const rest = probabilities.slice(1);
  return urgencies[rest.indexOf(Math.max(...rest)) + 1] ?? 'normal';
}

function outOfScopeOf(model: Model, vector: Vector, text: NormalText): Assessment['outOfScope'] {
  const probabilities = model.probabilities('scope', vector);
  const outside = 1 - (probabilities[0] ?? 1);
  const byRule = outOfScopeByRule(text);
  if (byRule !== null) return { kind: byRule, confidence: Math.max(outside, 0.9) };
  return outside >= model.thresholds.outOfScope
    ? { kind: likeliestKind(probabilities), confidence: outside }
    : null;
}

function likeliestKind(probabilities: Float64Array): OutOfScope {
  const kinds = probabilities.slice(1);
  return outOfScopeKinds[kinds.indexOf(Math.max(...kinds))] ?? 'complaint';
}
