import {
  probabilitiesOf,
  temperatureFor,
  thresholdFor,
  thresholdForRecall,
  type Scored,
} from './calibration.ts';
import { questions, type Example } from './example.ts';
import { fit, prepare, type Prepared } from './fitting.ts';
import { modelOf, type HeadName, type Model, type ModelFile } from './model.ts';
import { packModel, type Calibration } from './model-packing.ts';
import { normalise } from './normalise.ts';
import { partOf } from './split.ts';
import { urgencyWords } from './urgency.ts';
import { vectorOf } from './vocabulary.ts';

/** What the thresholds are to keep, on the calibration part. All assumed. */
const aims = {
  /** Of the texts that people call urgent, those found. */
  urgentRecall: 0.97,
  /** Of the texts that are surely urgent, those that people call urgent or high. */
  surelyUrgentPrecision: 0.85,
  /** Of the texts called out of scope, those that are. */
  scopePrecision: 0.9,
  /** Of the texts routed without a person, those that go where they belong. */
  routePrecision: 0.95,
};

/**
 * A model of examples: trained on their part for training; temperatures and thresholds from the calibration part,
 * which that model has not seen; then trained again on both parts, keeping these. Held-out examples are not looked at.
 * The same examples give the same model, bit by bit.
 */
export function train(examples: readonly Example[]): ModelFile {
  const used = examples.filter((example) => partOf(example) !== 'held-out').map(prepare);
  const training = used.filter(({ example }) => partOf(example) === 'train');
  const calibrating = used.filter(({ example }) => partOf(example) === 'calibration');
  const trainedOn = { examples: used.length, calibration: calibrating.length };
  const first = modelOf(packModel(fit(training), uncalibrated, trainedOn));
  return packModel(fit(used), calibrate(first, calibrating), trainedOn);
}

const uncalibrated: Calibration = {
  temperatures: { category: 1, urgency: 1, scope: 1 },
  thresholds: { urgent: 0.5, surelyUrgent: 0.5, outOfScope: 0.5, route: 1 },
};

function calibrate(model: Model, calibrating: readonly Prepared[]): Calibration {
  const scored = (head: HeadName) =>
    calibrating.map(({ example, features: [typed] }) => ({
      scores: model.scores(head, vectorOf(typed, model.vocabulary)),
      class: questions[head].classOf(example),
    }));
  const answers = {
    category: withProbabilities(scored('category')),
    urgency: withProbabilities(scored('urgency')),
    scope: withProbabilities(scored('scope')),
  };
  const urgent = answers.urgency.texts.flatMap(({ probabilities, class: level }, index) => {
    // What the lexicon finds needs no threshold.
    const { least } = urgencyWords(normalise(calibrating[index]?.example.text ?? ''));
    return level === 0 ? [least === 'urgent' ? 1 : (probabilities[0] ?? 0)] : [];
  });
  return {
    temperatures: {
      category: answers.category.temperature,
      urgency: answers.urgency.temperature,
      scope: answers.scope.temperature,
    },
    thresholds: {
      urgent: thresholdForRecall(urgent, aims.urgentRecall),
      surelyUrgent: thresholdFor(
        answers.urgency.texts.map(({ probabilities, class: level }) => ({
          confidence: probabilities[0] ?? 0,
          // The first two levels.
          isRight: level <= 1,
        })),
        aims.surelyUrgentPrecision,
      ),
      outOfScope: thresholdFor(
        answers.scope.texts.map(({ probabilities, class: kind }) => {
          const best = bestOf(probabilities.slice(1)) + 1;
          return { confidence: 1 - (probabilities[0] ?? 0), isRight: best === kind };
        }),
        aims.scopePrecision,
      ),
      route: thresholdFor(
        answers.category.texts.map(({ probabilities, class: category }) => ({
          confidence: Math.max(...probabilities),
          isRight: bestOf(probabilities) === category,
        })),
        aims.routePrecision,
      ),
    },
  };
}

function withProbabilities(scored: readonly Scored[]) {
  const temperature = temperatureFor(scored);
  return {
    temperature,
    texts: scored.map(({ scores, class: own }) => ({
      probabilities: probabilitiesOf(scores, temperature),
      class: own,
    })),
  };
}

/** The index of the largest. */
const bestOf = (values: Float64Array) => values.indexOf(Math.max(...values));
