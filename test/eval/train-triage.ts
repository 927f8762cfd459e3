import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { train } from '../../shared/triage/training.ts';
import { explain } from '../../local/fault.ts';
import { readExamples } from './examples-file.ts';

// npm run train:triage: trains the model that the project ships, from the texts of test/data/triage, and writes its
// file. The same texts give the same file, byte by byte.
try {
  main();
} catch (error) {
  explain(error);
  process.exitCode = 1;
}

function main(): void {
  const started = performance.now();
  const model = train(readExamples());
  const content = `${JSON.stringify(model)}\n`;
  writeFileSync(path.resolve(import.meta.dirname, '../../shared/triage/data/model.json'), content);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `Model ${model.name} ${model.version}: ${model.trainedOn.examples} examples, ` +
      `${(content.length / 1000).toFixed(0)} kB, ${seconds} s`,
  );
}
