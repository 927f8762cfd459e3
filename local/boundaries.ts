import { parseArgs } from 'node:util';
import * as z from 'zod';
import { readCityFile } from './city-file.ts';
import { explain, Fault } from './fault.ts';
import { put, readJson } from './reference-data.ts';
import { signIn } from './sign-in.ts';

// npm run city:boundaries -- FILE.geojson [--yes]: checks boundaries and says what they would change; imports them
// after a yes, or at once with --yes.
const Imported = z.object({
  version: z.number().nullable(),
  changed: z.boolean(),
  changes: z.array(z.object({ unit: z.string(), change: z.enum(['new', 'changed', 'same']) })),
});

try {
  await main();
} catch (error) {
  explain(error);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { positionals, values } = argumentsOf();
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw misuse();
  const content = await readJson(file);
  const city = readCityFile();
  const url = `${city.apiUrl}/admin/boundaries`;
  const token = await signIn(city.issuers, city.apiUrl, 'admin');

  const found = Imported.parse(await put(`${url}?dryRun=true`, token, content, file));
  console.log(`${file} is good: ${found.changes.length} communes`);
  for (const kind of ['new', 'changed', 'same'] as const) {
    const units = found.changes.filter(({ change }) => change === kind).map(({ unit }) => unit);
    if (units.length > 0) console.log(`  ${kind}: ${units.length} (${units.join(', ')})`);
  }
  if (!found.changed) {
    console.log(`They are in force already, as version ${found.version}.`);
  } else if (values.yes || (await agreed())) {
    const { version } = Imported.parse(await put(url, token, content, file));
    console.log(`Imported as version ${version}; in force everywhere within 15 seconds.`);
  } else {
    console.log('Nothing was changed. With --yes they are imported.');
  }
}

function argumentsOf() {
  try {
    return parseArgs({ allowPositionals: true, options: { yes: { type: 'boolean', default: false } } });
  } catch {
    throw misuse();
  }
}

function misuse(): Fault {
  return new Fault('One GeoJSON file is needed.', 'npm run city:boundaries -- FILE.geojson [--yes]');
}

/** Asks the person, where there is one. */
async function agreed(): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  process.stdout.write('Import them? [y/N] ');
  for await (const answer of process.stdin) {
    return /^\s*y(es)?\s*$/i.test(String(answer));
  }
  return false;
}
