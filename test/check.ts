import { spawn } from 'node:child_process';

// `npm run check`: everything that can be said of the code without running it, in about a minute. All checks run,
// two at a time, so that one look shows all that is wrong.
const checks: [name: string, command: string, ...args: string[]][] = [
  ['types', 'tsc', '-p', '.'],
  ['lint', 'eslint', '.', '--max-warnings', '0', '--cache', '--cache-location', '.build/eslintcache'],
  ['format', 'prettier', '--check', '.', '--log-level', 'warn'],
  ['boundaries', 'depcruise', 'functions', 'shared', 'events', 'cdk', 'local', '--output-type', 'err'],
  ['unused code', 'knip', '--no-progress'],
  ['OpenAPI up to date', process.execPath, 'cdk/openapi.ts', '--check'],
];

function run([name, command, ...args]: (typeof checks)[number]): Promise<boolean> {
  const started = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const said: Buffer[] = [];
  child.stdout.on('data', (data: Buffer) => said.push(data));
  child.stderr.on('data', (data: Buffer) => said.push(data));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`);
      if (code !== 0) console.log(Buffer.concat(said).toString());
      resolve(code === 0);
    });
  });
}

const waiting = [...checks];
const results: boolean[] = [];
await Promise.all(
  [1, 2].map(async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results.push(await run(next));
  }),
);
if (results.includes(false)) process.exitCode = 1;
