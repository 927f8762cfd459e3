import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { Example } from '../../shared/triage/example.ts';
import { Fault } from '../../local/fault.ts';

const folder = path.resolve(import.meta.dirname, '../data/triage');

/** A text to measure by; what else stands in its line is left out. */
export const Measured = z.object({ ...Example.shape, urgency: Example.shape.urgency.optional() });
export type Measured = z.infer<typeof Measured>;

/** All examples that the project has, file by file. */
export function readExamples(): Example[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .flatMap((name) => readLines(path.join(folder, name), Example));
}

/** The lines of a file of JSON lines; empty ones are passed over. Throws a Fault that names the first bad line. */
export function readLines<S extends z.ZodType>(file: string, schema: S): z.output<S>[] {
  return contentOf(file)
    .split(/\r?\n/)
    .flatMap((line, index) =>
      line.trim() === '' ? [] : [parse(line, schema, `${file}, line ${index + 1}`)],
    );
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new Fault(
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      'Name a file of JSON lines.',
    );
  }
}

function parse<S extends z.ZodType>(line: string, schema: S, where: string): z.output<S> {
  const advice =
    'Each line is an object such as {"text": "…", "category": "road_damage", "urgency": "high"}.';
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    throw new Fault(`${where}: not JSON`, advice);
  }
  const result = schema.safeParse(json);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new Fault(
      `${where}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not an example'}`,
      advice,
    );
  }
  return result.data;
}
