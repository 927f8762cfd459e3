/** An answer next to what people say. */
export interface Answer {
  actual: string;
  answered: string;
  /** 0 to 1. */
  confidence: number;
}

export interface CategoryMeasures {
  n: number;
  precision: number;
  recall: number;
  f1: number;
}

const isRight = ({ actual, answered }: Answer) => actual === answered;
const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);

export function accuracyOf(answers: readonly Answer[]): number {
  return share(answers.filter(isRight).length, answers.length);
}

/** Precision, recall and F1 of each label that occurs among what people say. */
export function perLabel(answers: readonly Answer[]): Record<string, CategoryMeasures> {
  const labels = [...new Set(answers.map(({ actual }) => actual))].sort();
  return Object.fromEntries(
    labels.map((label) => {
      const n = answers.filter(({ actual }) => actual === label).length;
      const called = answers.filter(({ answered }) => answered === label).length;
      const both = answers.filter((one) => one.actual === label && isRight(one)).length;
      return [
        label,
        { n, precision: share(both, called), recall: share(both, n), f1: share(2 * both, n + called) },
      ];
    }),
  );
}

/** The mean F1 of the labels that occur. */
export function macroF1(answers: readonly Answer[]): number {
  const all = Object.values(perLabel(answers));
  return share(
    all.reduce((sum, { f1 }) => sum + f1, 0),
    all.length,
  );
}

/** How far confidence and truth lie apart, on average: ten bins with as many answers each. */
export function expectedCalibrationError(answers: readonly Answer[], bins = 10): number {
  const sorted = answers.toSorted((a, b) => a.confidence - b.confidence);
  let error = 0;
  for (let bin = 0; bin < bins; bin += 1) {
    const from = Math.floor((bin * sorted.length) / bins);
    const part = sorted.slice(from, Math.floor(((bin + 1) * sorted.length) / bins));
    const said = part.reduce((sum, { confidence }) => sum + confidence, 0);
    error += Math.abs(said - part.filter(isRight).length);
  }
  return share(error, sorted.length);
}

/** The 95 % Wilson interval of a share. */
export function wilson(part: number, whole: number): [low: number, high: number] {
  if (whole === 0) return [0, 1];
  const z = 1.96;
  const p = part / whole;
  const middle = p + (z * z) / (2 * whole);
  const half = z * Math.sqrt((p * (1 - p)) / whole + (z * z) / (4 * whole * whole));
  const scale = 1 + (z * z) / whole;
  return [Math.max(0, (middle - half) / scale), Math.min(1, (middle + half) / scale)];
}

/** How often each label was answered for each, as rows of a table. */
export function confusions(
  answers: readonly Answer[],
): { actual: string; answered: string; times: number }[] {
  const times = new Map<string, { actual: string; answered: string; times: number }>();
  for (const { actual, answered } of answers) {
    const key = `${actual} ${answered}`;
    const one = times.get(key) ?? { actual, answered, times: 0 };
    times.set(key, { ...one, times: one.times + 1 });
  }
  return [...times.values()].sort((a, b) => b.times - a.times);
}
