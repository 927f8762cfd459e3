import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A function's bundle and what it takes to get ready, compared with a function that does nothing. */
export interface BundleFigures {
  function: string;
  kilobytes: number;
  startMilliseconds: number;
  startRatio: number;
}

const root = path.resolve(import.meta.dirname, '../..');
const runs = 9;

const environment = {
  TABLE_NAME: 'bench',
  BUS_NAME: 'bench',
  QUARANTINE_BUCKET: 'bench',
  PHOTO_BUCKET: 'bench',
  REFERENCE_BUCKET: 'bench',
  EXPORT_BUCKET: 'bench',
  AUDIT_BUCKET: 'bench',
  IDENTITY_KEY_ID: 'bench',
  EMAIL_SENDER: 'city@bench.example',
  DELIVERY_QUEUE_URL: 'http://127.0.0.1/queue',
  NOTICE_KEYS_SECRET: 'bench',
  ZALO_ENDPOINT: '',
  PUSH_HOSTS: '[]',
  UNPUBLISHED_QUEUE_URL: 'http://127.0.0.1/queue',
  DEADLINES_STATE_MACHINE_ARN: 'arn:aws:states:ap-southeast-1:000000000000:stateMachine:bench',
  ISSUERS: JSON.stringify([
    {
      issuer: 'http://127.0.0.1',
      name: 'an issuer',
      signsIn: 'officials',
      audience: 'a',
      claims: { session: 'sid' },
    },
  ]),
  CLOCK: JSON.stringify({ scale: 1, origin: '2026-01-01T00:00:00.000Z' }),
  CORS_ORIGINS: JSON.stringify(['*']),
  AWS_REGION: 'ap-southeast-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
};

/** Milliseconds from nothing to a function that is ready and a process that has ended. */
function startOnce(file: string, city: string): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', 'await import(process.argv[1]);process.exit()', file],
    {
      env: { ...environment, CITY: city, PATH: process.env.PATH },
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`${file} does not start:\n${stderr}`);
  return performance.now() - started;
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/**
 * Sizes and start times of all bundled functions. Each is started in turn with an empty function, so that the ratio
 * holds when the machine's speed drifts: whole processes of the same Node, medians of nine pairs.
 */
export function measureBundles(folder: string, city: string): BundleFigures[] {
  const empty = path.join(root, '.build/bench/empty.mjs');
  mkdirSync(path.dirname(empty), { recursive: true });
  writeFileSync(empty, 'export const handler = async () => ({ statusCode: 200 });\n');
  // What Node itself takes to load what every client of AWS needs: no function with the SDK can be below it.
  const https = path.join(root, '.build/bench/https.mjs');
  writeFileSync(https, "import 'node:https';\nexport const handler = async () => ({ statusCode: 200 });\n");
  const names = readdirSync(folder).flatMap((feature) =>
    readdirSync(path.join(folder, feature)).map((entry) => `${feature}/${entry}`),
  );
  const files = names.map((name) => ({ name, file: path.join(folder, name, 'index.mjs') }));
  return [{ name: '(node:https and nothing else)', file: https }, ...files].map(({ name, file }) => {
    const pairs = Array.from(
      { length: runs },
      () => [startOnce(file, city), startOnce(empty, city)] as const,
    );
    return {
      function: name,
      kilobytes: Math.round(statSync(file).size / 1000),
      startMilliseconds: Math.round(median(pairs.map(([own]) => own))),
      startRatio: Math.round(median(pairs.map(([own, nothing]) => own / nothing)) * 10) / 10,
    };
  });
}
