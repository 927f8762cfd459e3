import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { localEngine, localModel } from '../../shared/triage/local-engine.ts';
import { partOf } from '../../shared/triage/split.ts';
import { explain, Fault } from '../../local/fault.ts';
import { UnitsDocument } from '../../shared/city/directory.ts';
import { byKeywords, byMajority } from './baselines.ts';
import { answersOf, type Answers } from './answers.ts';
import { Measured, readExamples, readLines } from './examples-file.ts';
import { accuracyOf, expectedCalibrationError, macroF1, perLabel } from '../../shared/triage/measures.ts';
import { printReport } from './report.ts';

// npm run eval:triage -- [FILE.jsonl] [--json]: what the shipped model makes of the held-out part, or of a file of
// {text, category, urgency?}. Figures for people, or with --json one object for machines.
try {
  await main();
} catch (error) {
  explain(error);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { file, json } = argumentsOf();
  const examples = readExamples();
  const measured: Measured[] =
    file === undefined
      ? examples.filter((example) => partOf(example) === 'held-out')
      : readLines(file, Measured);
  if (measured.length === 0)
    throw new Fault('There is no text to measure by.', 'Name a file with lines in it.');
  const units = path.resolve(import.meta.dirname, '../../shared/city/data/hue-units.json');
  const model = localModel();
  const engine = localEngine(UnitsDocument.parse(JSON.parse(readFileSync(units, 'utf8'))).units, model);
  // Once before it is timed: what runs first is compiled first.
  await answersOf(engine, examples.slice(0, 200), { stripped: false });
  const typed = await answersOf(engine, measured, { stripped: false });
  const stripped = await answersOf(engine, measured, { stripped: true });

  if (json) {
    console.log(JSON.stringify(summaryOf(typed, stripped, model.thresholds.route)));
    return;
  }
  const training = examples.filter((example) => partOf(example) !== 'held-out');
  printReport({
    what: file ?? 'the held-out part',
    model,
    typed,
    stripped,
    baselines: { 'majority class': byMajority(training, measured), 'keyword rules': byKeywords(measured) },
  });
}

function summaryOf(typed: Answers, stripped: Answers, threshold: number) {
  const { categories, urgencies, milliseconds } = typed;
  const urgent = urgencies.filter(({ actual }) => actual === 'urgent');
  return {
    n: categories.length,
    accuracy: accuracyOf(categories),
    macroF1: macroF1(categories),
    macroF1NoDiacritics: macroF1(stripped.categories),
    urgentRecall: urgent.length === 0 ? null : accuracyOf(urgent),
    ece: expectedCalibrationError(categories),
    autoRoutedAt95: categories.filter(({ confidence }) => confidence >= threshold).length / categories.length,
    msPerText: milliseconds / categories.length,
    perCategory: perLabel(categories),
  };
}

function argumentsOf(): { file: string | undefined; json: boolean } {
  const misuse = new Fault('At most one file is needed.', 'npm run eval:triage -- [FILE.jsonl] [--json]');
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    });
    if (positionals.length > 1) throw misuse;
    return { file: positionals[0], json: values.json };
  } catch {
    throw misuse;
  }
}
