import { spawn } from 'node:child_process';
import path from 'node:path';
import { signalGroup } from './processes.ts';
import type { Run } from './run.ts';

/**
 * Runs a command under a keeper (keeper.ts), in a process group of its own: it ends with the run at the latest, and
 * cannot outlive this process. Its output goes to the run's `<log>.log`. Resolves with its exit code, once it and
 * all that it started has ended.
 */
export function keep(
  run: Run,
  log: string,
  command: readonly [string, ...string[]],
  options: { env: NodeJS.ProcessEnv; cwd: string },
): Promise<number> {
  if (run.ended) return Promise.reject(new Error(`${log}: the run has ended`));
  const keeper = spawn(
    process.execPath,
    [path.join(import.meta.dirname, 'keeper.ts'), path.join(run.directory, `${log}.log`), ...command],
    { ...options, stdio: ['pipe', 'pipe', 'ignore'], detached: true },
  );
  let group: number | undefined;
  keeper.stdout.setEncoding('utf8').on('data', (said: string) => {
    group = Number(said);
    run.rememberGroup(group);
  });
  keeper.stdin.on('error', () => undefined); // It has ended already.
  const ended = new Promise<number>((resolve, reject) => {
    keeper.on('error', reject);
    keeper.on('exit', (code) => {
      // The keeper itself was killed: what it kept would go on.
      if (code === null && group !== undefined) signalGroup(group, 'SIGKILL');
      resolve(code ?? 1);
    });
  });
  ended.catch(() => undefined);
  run.atEnd(async () => {
    keeper.stdin.end();
    await ended;
  });
  return ended;
}
