import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { call, Refusal } from './api-client.ts';
import { Fault } from './fault.ts';
import { projectRoot } from './run.ts';

const documents = ['units', 'categories', 'routing'] as const;

/**
 * Gives the city its units, categories, routing, working calendar, deadlines and table of notices as an admin would, through
 * the API; and its boundaries where a GeoJSON file is given. Throws a Fault that names what is wrong in them.
 */
export async function importReferenceData(
  apiUrl: string,
  adminToken: string,
  boundaries?: string,
): Promise<void> {
  const files = documents.map((name) => ({
    name,
    file: path.join(projectRoot, `shared/city/data/hue-${name}.json`),
  }));
  const common = [
    { name: 'calendar', file: path.join(projectRoot, 'shared/city/data/vn-calendar.json') },
    { name: 'deadlines', file: path.join(projectRoot, 'shared/city/data/deadlines.json') },
    { name: 'notices', file: path.join(projectRoot, 'shared/city/data/notices.json') },
  ];
  const all = [
    ...files,
    ...common,
    ...(boundaries === undefined ? [] : [{ name: 'boundaries', file: boundaries }]),
  ];
  for (const { name, file } of all) {
    await put(`${apiUrl}/admin/${name}`, adminToken, await readJson(file), file);
  }
}

/** PUTs a document as an admin; returns the answer's body. */
export async function put(url: string, token: string, body: unknown, file: string): Promise<unknown> {
  try {
    return (await call(url, { method: 'PUT', token, body })).body;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const named = error.errors.map(({ field, message }) => `\n    ${field}: ${message}`).join('');
    throw new Fault(
      `The city did not take ${file}: ${error.message}${named}`,
      'Mend the file, then try again.',
    );
  }
}

/** A file's JSON. Throws a Fault where there is none. */
export async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Fault(`${file} cannot be read as JSON: ${why}`, 'Name another file, or mend it.');
  }
}
