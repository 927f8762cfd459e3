import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startCity } from '../local/city.ts';
import { explain } from '../local/fault.ts';

// `npm test` after the checks: rules and templates first, since they need nothing; then a city of its own is started,
// an hour of which passes in a second, and stores, workers and journeys are tried on it. It is stopped whatever happens.
const root = path.resolve(import.meta.dirname, '..');

function vitest(projects: string[], env: Record<string, string> = {}): Promise<boolean> {
  const args = ['run', ...projects.flatMap((project) => ['--project', project]), ...process.argv.slice(2)];
  const child = spawn(path.join(root, 'node_modules/.bin/vitest'), args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return new Promise((resolve) => child.on('close', (code) => resolve(code === 0)));
}

if (!(await vitest(['unit', 'cdk']))) process.exit(1);

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
const city = await startCity({
  timeScale: 3600,
  boundaries: process.env.CITY_BOUNDARIES,
  signal: stopping.signal,
}).catch(report);
const file = path.join(root, '.local', `city-under-test-${process.pid}.json`);
let passed = false;
stopping.signal.addEventListener('abort', () => void end());
try {
  const { apiUrl, issuers, endpoint, outputs, env, keysFile } = city;
  writeFileSync(file, JSON.stringify({ apiUrl, issuers, endpoint, outputs, env, keysFile }));
  passed = await vitest(['integration', 'journeys'], {
    CITY_UNDER_TEST: file,
    // Workers that tests call in their own process would tell of it between the results.
    LOG_LEVEL: 'SILENT',
  });
} finally {
  await end();
}

async function end(): Promise<never> {
  await city.stop();
  rmSync(file, { force: true });
  process.exit(passed ? 0 : 1);
}

function report(error: unknown): never {
  explain(error);
  process.exit(1);
}
