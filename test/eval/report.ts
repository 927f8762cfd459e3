import type { Model } from '../../shared/triage/model.ts';
import type { Answers } from './answers.ts';
import {
  accuracyOf,
  confusions,
  expectedCalibrationError,
  macroF1,
  perLabel,
  wilson,
  type Answer,
} from '../../shared/triage/measures.ts';

export interface Report {
  what: string;
  model: Model;
  typed: Answers;
  stripped: Answers;
  baselines: Record<string, Answer[]>;
}

const percent = (value: number) => `${(100 * value).toFixed(1)} %`;

function shareOf(part: number, whole: number): string {
  const [low, high] = wilson(part, whole);
  return `${percent(whole === 0 ? 0 : part / whole)} (${percent(low)} to ${percent(high)}; ${part} of ${whole})`;
}

/** Prints what was measured, for people. Intervals are 95 % Wilson intervals. */
export function printReport({ what, model, typed, stripped, baselines }: Report): void {
  const { categories, urgencies, surelyUrgent, scopes } = typed;
  console.log(`Model ${model.name} ${model.version}, trained on ${model.trainedOn.examples} examples`);
  console.log(`Measured on ${what}: ${categories.length} texts\n`);
  console.table(
    Object.fromEntries([
      ['model', lineOf(categories)],
      ['model, texts without diacritics', lineOf(stripped.categories)],
      ...Object.entries(baselines).map(([name, answers]) => [name, lineOf(answers)]),
    ]),
  );
  const right = categories.filter(({ actual, answered }) => actual === answered).length;
  console.log(`Accuracy                    ${shareOf(right, categories.length)}`);
  console.log(`Calibration error           ${expectedCalibrationError(categories).toFixed(3)}`);
  printRouted(categories, model.thresholds.route);
  printUrgency(urgencies, surelyUrgent);
  printScope(scopes);
  console.log(`Milliseconds a text         ${(typed.milliseconds / categories.length).toFixed(2)}\n`);
  console.log('By category');
  console.table(
    Object.fromEntries(
      Object.entries(perLabel(categories)).map(([label, { n, precision, recall, f1 }]) => [
        label,
        { n, precision: percent(precision), recall: percent(recall), f1: f1.toFixed(3) },
      ]),
    ),
  );
  printConfusions(categories);
}

const lineOf = (answers: readonly Answer[]) => ({
  accuracy: percent(accuracyOf(answers)),
  'macro-F1': macroF1(answers).toFixed(3),
});

function printRouted(categories: readonly Answer[], threshold: number): void {
  const routed = categories.filter(({ confidence }) => confidence >= threshold);
  const right = routed.filter(({ actual, answered }) => actual === answered).length;
  console.log(`Routed without a person     ${shareOf(routed.length, categories.length)}`);
  console.log(`  of these right            ${shareOf(right, routed.length)}`);
  console.log(`  from confidence ${threshold.toFixed(3)} on, where 95 % of the calibration part were right`);
}

function printUrgency(urgencies: readonly Answer[], surelyUrgent: readonly Answer[]): void {
  if (urgencies.length === 0) return;
  const meant = urgencies.filter(({ actual }) => actual === 'urgent');
  const called = urgencies.filter(({ answered }) => answered === 'urgent');
  const both = meant.filter(({ answered }) => answered === 'urgent').length;
  console.log(`Urgent texts found          ${shareOf(both, meant.length)}`);
  console.log(`Called urgent that are      ${shareOf(both, called.length)}`);
  const of = (...levels: string[]) => surelyUrgent.filter(({ actual }) => levels.includes(actual)).length;
  console.log(`Surely urgent, found        ${shareOf(of('urgent'), meant.length)}`);
  console.log(`  of these urgent           ${shareOf(of('urgent'), surelyUrgent.length)}`);
  console.log(`  of these urgent or high   ${shareOf(of('urgent', 'high'), surelyUrgent.length)}`);
  const calm = urgencies.filter(({ actual }) => actual === 'normal' || actual === 'low');
  const alarmed = calm.filter(({ answered }) => answered === 'urgent').length;
  console.log(`Normal or low, called urgent ${shareOf(alarmed, calm.length)}`);
}

function printScope(scopes: readonly Answer[]): void {
  const meant = scopes.filter(({ actual }) => actual !== 'in');
  if (meant.length === 0) return;
  const called = scopes.filter(({ answered }) => answered !== 'in');
  console.log(
    `Out of scope found          ${shareOf(meant.filter(({ answered }) => answered !== 'in').length, meant.length)}`,
  );
  console.log(
    `Called out of scope that are ${shareOf(called.filter(({ actual }) => actual !== 'in').length, called.length)}`,
  );
}

/** Who is taken for whom: rows are what people say, columns what was answered, by number. */
function printConfusions(categories: readonly Answer[]): void {
  const labels = [...new Set(categories.flatMap(({ actual, answered }) => [actual, answered]))].sort();
  const times = new Map(confusions(categories).map((one) => [`${one.actual} ${one.answered}`, one.times]));
  console.log('Rows: what people say. Columns: what was answered, in the same order.');
  labels.forEach((actual, row) => {
    const cells = labels
      .map((answered) => String(times.get(`${actual} ${answered}`) ?? '·').padStart(3))
      .join('');
    console.log(`${String(row + 1).padStart(2)} ${actual.padEnd(28)}${cells}`);
  });
  console.log(`${' '.repeat(31)}${labels.map((_, column) => String(column + 1).padStart(3)).join('')}`);
}
