import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathWithOwnNode } from './configuration.ts';
import { Fault } from './fault.ts';
import { keep } from './keep.ts';
import { freePort, isFree } from './ports.ts';
import type { Say } from './progress.ts';
import { pythonWithEmulator } from './python.ts';
import { projectRoot, type Run } from './run.ts';

/** An emulator of AWS on this machine. It runs until its run ends; nothing of it is kept. */
export interface Emulator {
  /** http://127.0.0.1:PORT */
  endpoint: string;
  /** Resolves with what happened if it ends before its run does. */
  died: Promise<Fault>;
}

/** As many functions run at once, each a process of about 60 MB; a call beyond it is answered 429, as by AWS. */
const parallelFunctions = 64;
const startMilliseconds = 60_000;

/**
 * Makes the emulator ready if need be and starts it on 127.0.0.1, on `port` or a free one. Throws a Fault when it
 * cannot be made, the port is taken, or it ends or keeps silent instead of answering.
 */
export async function startEmulator(run: Run, say: Say, port?: number): Promise<Emulator> {
  if (port !== undefined && !(await isFree(port))) {
    throw new Fault(
      `Port ${port} is taken by another program.`,
      'Choose another one (PORT=…), or leave PORT out to have a free one chosen, then start again.',
    );
  }
  const python = await pythonWithEmulator(run, say);
  const chosen = port ?? (await freePort());
  const endpoint = `http://127.0.0.1:${chosen}`;
  // The -X option means nothing to Python: it names the run in the list of processes, so that a later start
  // knows its leftovers.
  const exit = keep(run, 'emulator', [python, '-X', `city=${run.directory}`, '-m', 'ministack'], {
    cwd: run.directory,
    env: await environment(run, chosen),
  });
  const died = new Promise<Fault>((resolve) => {
    const ended = () =>
      !run.ended && resolve(new Fault(`The emulator has ended: ${wordsOf(run)}`, advice(run)));
    exit.then(ended, ended);
  });
  const fault = await Promise.race([died, untilItAnswers(endpoint, run)]);
  if (fault) throw fault;
  return { endpoint, died };
}

async function untilItAnswers(endpoint: string, run: Run): Promise<Fault | null> {
  const deadline = performance.now() + startMilliseconds;
  while (performance.now() < deadline && !run.ended) {
    const ready = await fetch(`${endpoint}/_ministack/ready`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return null;
    await delay(50);
  }
  return new Fault(`The emulator did not answer within a minute: ${wordsOf(run)}`, advice(run));
}

async function environment(run: Run, port: number): Promise<NodeJS.ProcessEnv> {
  const temporary = path.join(run.directory, 'tmp');
  await mkdir(temporary, { recursive: true });
  // The emulator's function workers are CommonJS files in here; the project around it says "module".
  await writeFile(path.join(temporary, 'package.json'), '{"type":"commonjs"}\n');
  return {
    // Functions see these too, so nothing else of the person's environment goes in. It runs the first `node` of
    // PATH for functions: the project's own.
    PATH: pathWithOwnNode,
    HOME: temporary,
    LANG: 'C.UTF-8',
    TMPDIR: temporary,
    STATE_DIR: path.join(run.directory, 'state'),
    S3_DATA_DIR: path.join(run.directory, 's3'),
    BIND_HOST: '127.0.0.1',
    GATEWAY_PORT: String(port),
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    LAMBDA_EXECUTOR: 'local',
    LAMBDA_ACCOUNT_CONCURRENCY: String(parallelFunctions),
    // It removes its containers from a Docker that it finds; ours has none, and another's are not its business.
    DOCKER_HOST: `unix://${path.join(run.directory, 'no-docker.sock')}`,
    PYTHONUNBUFFERED: '1',
  };
}

/** The last line of its log that tells of an end or an error; function logs are JSON and tell of neither. */
function wordsOf(run: Run): string {
  const lines = readFileSync(path.join(run.directory, 'emulator.log'), 'utf8').split('\n');
  return lines.findLast((line) => /^ended by|^\w*Error|^ERROR| ERROR /.test(line)) ?? 'it gave no reason.';
}

function advice(run: Run): string {
  return `Start again; if it ends again, its log tells more: ${path.relative(projectRoot, run.directory)}/emulator.log`;
}
