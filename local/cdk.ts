import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { pathWithOwnNode, region } from './configuration.ts';
import { Fault } from './fault.ts';
import { keep } from './keep.ts';
import { type Say, seconds } from './progress.ts';
import { projectRoot, type Run } from './run.ts';

const account = '000000000000';
const Outputs = z.record(z.string(), z.record(z.string(), z.string()));
const cli = path.join(projectRoot, 'node_modules/aws-cdk/bin/cdk');

/** What AWS SDKs and the CDK need in their environment to speak to an emulator, and to nothing else. */
export function awsEnvironment(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    // A person's own profiles must not be read: they lead to a real account.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DEFAULT_ACCOUNT: account,
    CDK_DEFAULT_REGION: region,
  };
}

/** The CDK's command line, deploying to an emulator. */
export interface Cdk {
  /** Makes what the CDK itself needs in an account: a bucket for assets, roles. */
  bootstrap: () => Promise<void>;
  /** Deploys all stacks; returns their outputs. Throws a Fault with the CLI's last words. */
  deploy: (context: Readonly<Record<string, string>>) => Promise<Record<string, string>>;
}

export function cdk(run: Run, endpoint: string, say: Say): Cdk {
  const env = {
    ...withoutAws(process.env),
    ...awsEnvironment(endpoint),
    PATH: pathWithOwnNode,
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CI: 'true',
  };

  /** Runs a command of the CLI into its own log; `first` is what it does before it speaks of resources. */
  async function execute(
    command: string,
    first: string,
    cwd: string,
    args: readonly string[],
  ): Promise<void> {
    const log = path.join(run.directory, `${command}.log`);
    const started = performance.now();
    const progress = setInterval(
      () => say(`  ${seconds(started).padStart(7)}  ${howFar(log) ?? first}`),
      5000,
    );
    // Each run has its own output folder: the CLI locks it.
    const options = ['--no-color', '--output', path.join(run.directory, 'cdk.out')];
    const code = await keep(run, command, [process.execPath, cli, command, ...args, ...options], {
      cwd,
      env,
    }).finally(() => clearInterval(progress));
    if (code === 0) return;
    throw new Fault(
      `cdk ${command} failed. Its last words:\n${lastWords(log)}`,
      `All that it said is in ${path.relative(projectRoot, log)}`,
    );
  }

  return {
    // In a folder without cdk.json: in the project's the CLI would build the stacks first, for nothing.
    bootstrap: () =>
      execute('bootstrap', 'making ready for the CDK', run.directory, [`aws://${account}/${region}`]),
    async deploy(context) {
      const file = path.join(run.directory, 'outputs.json');
      const options = Object.entries(context).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
      const always = ['--all', '--require-approval', 'never', '--progress', 'events', '--outputs-file', file];
      await execute('deploy', 'building functions and templates', projectRoot, [...always, ...options]);
      const stacks = Outputs.parse(JSON.parse(readFileSync(file, 'utf8')));
      return Object.fromEntries(Object.values(stacks).flatMap((outputs) => Object.entries(outputs)));
    },
  };
}

/** A person's own AWS settings (a profile, a session) would go before the emulator's. */
function withoutAws(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('AWS_')));
}

/** The newest line that counts resources: `City-local-App |  12/187 | …`. */
function howFar(log: string): string | undefined {
  const said = existsSync(log) ? readFileSync(log, 'utf8') : '';
  const [, stack, done] = [...said.matchAll(/^(\S+) \|\s*(\d+\/\d+) \|/gm)].at(-1) ?? [];
  return stack === undefined ? undefined : `${stack}: ${done} resources`;
}

function lastWords(log: string): string {
  const lines = readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const telling = lines.filter((line) => /❌|_FAILED|error|: .*(fail|invalid|not )/i.test(line));
  return (telling.length > 0 ? telling : lines)
    .slice(-6)
    .map((line) => `    ${line.trim().slice(0, 400)}`)
    .join('\n');
}
