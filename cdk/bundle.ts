import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import { ConfigurationError, type Stage } from './config.ts';
import { copyNativeModule } from './native-module.ts';

/** Modules with machine code: they cannot be bundled and are copied beside the function that imports them. */
const nativeModules = ['sharp'];

/** Functions that learn from the project's texts, and where these lie: one file beside each. */
const textsBeside: Record<string, string> = { 'triage/on-retrain': 'test/data/triage/*.jsonl' };

/** The functions' entry points, as `feature/entry`: each functions/<feature>/api.ts or on-<what>.ts. */
export function entryPoints(root: string): string[] {
  return globSync('functions/*/{api,on-*}.ts', { cwd: root })
    .map((path) => path.replace(/^functions[\\/](.+)[\\/](.+)\.ts$/, '$1/$2'))
    .sort();
}

/**
 * Builds all functions in one run of esbuild, each into its folder .build/functions/<feature>/<entry>, and returns
 * the folder that holds them; .build/metafile.json says what each consists of.
 *
 * Source maps are written apart (.build/sourcemaps) and not deployed: they are four times as large as the code, and
 * Node would read one before the first stack trace. A bundle is the same whenever it is built from the same commit, so
 * the map for a trace of production comes from building that commit. Lines are broken because Node prints the line
 * that failed, which would be all of the code.
 */
export async function bundle(root: string, stage: Stage): Promise<string> {
  const folder = join(root, '.build/functions');
  const entries = entryPoints(root);
  const result = await build({
    absWorkingDir: root,
    entryPoints: entries.map((entry) => ({ in: `functions/${entry}.ts`, out: `${entry}/index` })),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // The SDK's ES modules; without this its CommonJS ones are taken, and nothing unused is left out.
    mainFields: ['module', 'main'],
    external: nativeModules,
    alias: {
      '@aws-sdk/credential-provider-node': fileURLToPath(import.meta.resolve('./lambda-credentials.ts')),
    },
    minify: true,
    lineLimit: 200,
    legalComments: 'none',
    sourcemap: 'external',
    metafile: true,
    write: false,
    logLevel: 'warning',
    // CommonJS dependencies call `require` for Node's own modules, which an ES module does not have.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  });
  for (const { path, contents } of result.outputFiles) {
    const place = path.endsWith('.map') ? join(root, '.build/sourcemaps', relative(folder, path)) : path;
    writeWhenChanged(place, contents);
  }
  writeWhenChanged(join(root, '.build/metafile.json'), Buffer.from(JSON.stringify(result.metafile, null, 1)));
  for (const [entry, pattern] of Object.entries(textsBeside)) {
    const lines = globSync(pattern, { cwd: root })
      .sort()
      .map((path) => readFileSync(join(root, path), 'utf8').trimEnd());
    writeWhenChanged(join(folder, entry, 'examples.jsonl'), Buffer.from(`${lines.join('\n')}\n`));
  }
  removeStale(folder, entries);
  for (const { output, module } of nativeImports(result.metafile)) {
    copyNativeModule({
      root,
      module,
      target: join(root, dirname(output), 'node_modules'),
      anyPlatform: stage === 'local',
    });
  }
  return folder;
}

/** Two cities may be started from one checkout at the same time: what is right already is left alone. */
function writeWhenChanged(path: string, contents: Uint8Array): void {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, contents);
  renameSync(temporary, path);
}

function removeStale(folder: string, entries: readonly string[]): void {
  for (const path of globSync('*/*/', { cwd: folder })) {
    const entry = path.replaceAll('\\', '/').replace(/\/$/, '');
    if (!entries.includes(entry)) rmSync(join(folder, path), { recursive: true, force: true });
  }
}

function nativeImports({ outputs }: Metafile): { output: string; module: string }[] {
  return Object.entries(outputs).flatMap(([output, { imports }]) =>
    imports
      .filter(({ path, external }) => external === true && nativeModules.includes(path))
      .map(({ path }) => ({ output, module: path })),
  );
}

if (import.meta.main) {
  try {
    const folder = await bundle(resolve(import.meta.dirname, '..'), 'local');
    console.log(`functions built into ${relative(process.cwd(), folder)}`);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
