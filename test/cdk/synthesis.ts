import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import { entryPoints } from '../../cdk/bundle.ts';
import { addCity } from '../../cdk/city.ts';
import { type City, cityOf } from '../../cdk/config.ts';

export const root = resolve(import.meta.dirname, '../..');

/** What tests write, under .build: by what it is made from, so that every run uses the same few folders again. */
const folderOf = (...from: unknown[]) =>
  join(
    root,
    '.build/cdk-tests',
    createHash('sha256').update(JSON.stringify(from)).digest('hex').slice(0, 12),
  );

/** A folder as the bundler would make it, with functions that do nothing: templates do not depend on code. */
export function emptyAssets(entries = entryPoints(root)): string {
  const folder = folderOf('assets', entries);
  for (const entry of entries) {
    mkdirSync(join(folder, entry), { recursive: true });
    writeFileSync(join(folder, entry, 'index.mjs'), `// ${entry}`);
  }
  return folder;
}

interface Settings {
  context: Record<string, unknown>;
}

/** A city of the given stage, not synthesised yet, with the feature flags of cdk.json as the CLI gives them. */
export function newCity(
  options: Record<string, unknown>,
  assets = emptyAssets(),
): { app: App; city: City; data: Stack; stack: Stack } {
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as Settings;
  const app = new App({
    context: { ...context, ...options },
    outdir: folderOf('out', process.env.VITEST_POOL_ID, options),
  });
  const city = cityOf({ ...context, ...options });
  const { data, app: stack } = addCity(app, city, assets);
  return { app, city, data, stack };
}

export interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
  DeletionPolicy?: string;
}

export interface Template {
  Resources: Record<string, Resource>;
  Outputs?: Record<string, unknown>;
}

/** The two templates of a city. */
export function synthesise(options: Record<string, unknown>): {
  data: Template;
  app: Template;
  account: string[];
} {
  const { app, data, stack } = newCity(options);
  const assembly = app.synth();
  return {
    data: assembly.getStackByName(data.stackName).template as Template,
    app: assembly.getStackByName(stack.stackName).template as Template,
    account: assembly.stacks.map(({ environment }) => environment.account),
  };
}

/** The resources of one type, each with its logical id. */
export function resourcesOf({ Resources }: Template, type: string): [string, Record<string, unknown>][] {
  return Object.entries(Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, { Properties }]) => [id, Properties]);
}

export interface Statement {
  Effect: 'Allow' | 'Deny';
  Action: string | string[];
  Resource: unknown;
  Condition?: unknown;
}

/** All statements of the policies of one type, with the logical id of their policy. */
export function statementsOf(template: Template, type: string): { id: string; statement: Statement }[] {
  return resourcesOf(template, type).flatMap(([id, { PolicyDocument }]) =>
    (PolicyDocument as { Statement: Statement[] }).Statement.map((statement) => ({ id, statement })),
  );
}
