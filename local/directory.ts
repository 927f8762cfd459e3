import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { call, Refusal } from './api-client.ts';
import { readCityFile } from './city-file.ts';
import { explain, Fault } from './fault.ts';
import { signIn } from './sign-in.ts';

// npm run city:directory -- --units units.csv --posts posts.csv [--dry-run]: gives the city its units and who works in
// them, from files, and says what that changes; with --dry-run it says so and changes nothing.
const Imported = z.object({
  versions: z.object({ units: z.number().nullable(), posts: z.number().nullable() }),
  changed: z.boolean(),
  changes: z.object({
    units: z.array(
      z.object({ code: z.string(), change: z.string(), fields: z.array(z.string()).optional() }),
    ),
    posts: z.array(
      z.object({
        login: z.string(),
        unit: z.string(),
        role: z.string(),
        from: z.string(),
        to: z.string().nullable(),
        change: z.string(),
        fields: z.array(z.string()).optional(),
      }),
    ),
  }),
});
type Changes = z.infer<typeof Imported>['changes'];

/** Lines that are printed at most, of each kind. */
const printed = 40;

try {
  await main();
} catch (error) {
  explain(error);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { units, posts, 'dry-run': dryRun } = argumentsOf();
  const body = {
    ...(units !== undefined && { units: await contentOf(units) }),
    ...(posts !== undefined && { posts: await contentOf(posts) }),
  };
  const city = readCityFile();
  const token = await signIn(city.issuers, city.apiUrl, 'admin');
  const url = `${city.apiUrl}/admin/directory?dryRun=${String(dryRun)}`;
  const { changed, changes, versions } = Imported.parse(await send(url, token, body));
  print(changes);
  const inForce = `units as version ${versions.units ?? 'none'}, posts as version ${versions.posts ?? 'none'}`;
  if (!changed) console.log(`All of it is in force already: ${inForce}.`);
  else if (dryRun) console.log('Nothing was changed. Without --dry-run this is imported.');
  else console.log(`Imported: ${inForce}; in force everywhere within a minute.`);
}

function argumentsOf() {
  try {
    const { values } = parseArgs({
      options: {
        units: { type: 'string' },
        posts: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
      },
    });
    if (values.units !== undefined || values.posts !== undefined) return values;
  } catch {
    // What is said below helps with wrong options as with none.
  }
  throw new Fault(
    'A file of units or of posts is needed, or both.',
    'npm run city:directory -- --units units.csv --posts posts.csv [--dry-run]',
  );
}

async function contentOf(file: string): Promise<string> {
  try {
    return (await readFile(file)).toString('base64');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Fault(`${file} cannot be read: ${why}`, 'Name another file.');
  }
}

async function send(url: string, token: string, body: object): Promise<unknown> {
  try {
    return (await call(url, { method: 'POST', token, body })).body;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const named = error.errors.map(({ field, message }) => `\n    ${field}: ${message}`).join('');
    throw new Fault(`Nothing was imported: ${error.message}${named}`, 'Mend the files, then try again.');
  }
}

function print({ units, posts }: Changes): void {
  const what = (fields: readonly string[] | undefined) => (fields ? ` (${fields.join(', ')})` : '');
  printList(
    'units',
    units.map(({ code, change, fields }) => ({ change, text: `${code}${what(fields)}` })),
  );
  printList(
    'posts',
    posts.map(({ login, unit, role, from, to, change, fields }) => ({
      change,
      text: `${login}: ${role} at ${unit}, ${from} to ${to ?? 'further notice'}${what(fields)}`,
    })),
  );
}

function printList(name: string, changes: readonly { change: string; text: string }[]): void {
  for (const [change, all] of Map.groupBy(changes, (one) => one.change)) {
    console.log(`${name}, ${change}: ${all.length}`);
    for (const { text } of all.slice(0, printed)) console.log(`  ${text}`);
    if (all.length > printed) console.log(`  … and ${all.length - printed} more`);
  }
}
