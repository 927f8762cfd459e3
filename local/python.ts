import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { constants, readFileSync } from 'node:fs';
import { access, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { Fault } from './fault.ts';
import { keep } from './keep.ts';
import { type Say, seconds } from './progress.ts';
import { localDirectory, projectRoot, type Run } from './run.ts';

const requirementsFile = path.join(import.meta.dirname, 'requirements.txt');

/** Names that a Python goes by; the pinned packages have wheels for 3.10 to 3.14. */
const names = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python3.14', 'python'];

const Found = z.object({
  executable: z.string(),
  version: z.tuple([z.number(), z.number()]),
  venv: z.boolean(),
});
type Found = z.infer<typeof Found>;

const question = `
import importlib.util as u, json, sys
print(json.dumps({"executable": sys.executable, "version": sys.version_info[:2],
                  "venv": all(u.find_spec(name) for name in ("venv", "ensurepip"))}))`;

/**
 * A Python that has the emulator, made at the first start in .local/ and found there afterwards. Throws a Fault
 * where there is no Python, one without venv, no way to the package index, or a package that is not what was pinned.
 */
export async function pythonWithEmulator(run: Run, say: Say): Promise<string> {
  const requirements = await readFile(requirementsFile, 'utf8');
  const stamp = createHash('sha256').update(requirements).digest('hex').slice(0, 12);
  const directory = path.join(localDirectory, `emulator-${stamp}`);
  const python = path.join(directory, 'bin/python');
  if (await isExecutable(python)) return python;

  const base = await findPython();
  const started = performance.now();
  say(
    `First start: making the emulator ready with Python ${base.version.join('.')} in .local/ (about 40 seconds, 200 MB)`,
  );
  // Made aside and renamed when complete, so that half of one is never used and two starts can't disturb each other.
  const aside = path.join(run.directory, 'python');
  await makeEnvironment(base, aside, run);
  await install(path.join(aside, 'bin/python'), requirements, run, say);
  await rm(directory, { recursive: true, force: true });
  await rename(aside, directory).catch(async (error: unknown) => {
    if (!(await isExecutable(python))) throw error; // Otherwise another start was faster.
  });
  say(`The emulator is made (${seconds(started)}); the next start will find it`);
  return python;
}

async function findPython(): Promise<Found> {
  const found: Found[] = [];
  for (const name of names) {
    try {
      const { stdout } = await promisify(execFile)(name, ['-c', question], { timeout: 20_000 });
      found.push(Found.parse(JSON.parse(stdout)));
    } catch {
      // Not there, or not a Python that can answer.
    }
  }
  const recent = found.filter(({ version: [major, minor] }) => major === 3 && minor >= 10);
  const usable = recent.find(({ venv }) => venv);
  if (usable) return usable;
  const [without] = recent;
  if (without) {
    const version = without.version.join('.');
    throw new Fault(
      `Python ${version} (${without.executable}) has no venv module, which the emulator is installed with.`,
      `Install it (Debian, Ubuntu: sudo apt install python${version}-venv), then start again.`,
    );
  }
  const [old] = found;
  throw new Fault(
    old
      ? `Python ${old.version.join('.')} is too old: the emulator needs Python 3.10 or newer.`
      : 'There is no Python on this machine (no python3 on PATH): the emulator needs Python 3.10 or newer.',
    'Install it (Debian, Ubuntu: sudo apt install python3 python3-venv; macOS: brew install python), then start again.',
  );
}

async function makeEnvironment(base: Found, directory: string, run: Run): Promise<void> {
  const code = await keep(run, 'pip', [base.executable, '-m', 'venv', directory], pythonOptions(run));
  if (code === 0) return;
  const version = base.version.join('.');
  throw new Fault(
    `Python ${version} (${base.executable}) could not make a virtual environment; its words are in ${logOf(run)}.`,
    `Install its venv module (Debian, Ubuntu: sudo apt install python${version}-venv), then start again.`,
  );
}

async function install(python: string, requirements: string, run: Run, say: Say): Promise<void> {
  const all = requirements.match(/^[\w.-]+==/gm)?.length ?? 0;
  const said = () => readFileSync(path.join(run.directory, 'pip.log'), 'utf8');
  const started = performance.now();
  const progress = setInterval(() => say(`  ${seconds(started).padStart(7)}  ${howFar(said(), all)}`), 5000);
  const options = [
    '--require-hashes',
    '--only-binary',
    ':all:',
    '--retries',
    '2',
    '--timeout',
    '15',
    '--progress-bar',
    'off',
  ];
  const code = await keep(
    run,
    'pip',
    [python, '-m', 'pip', 'install', ...options, '-r', requirementsFile],
    pythonOptions(run),
  ).finally(() => clearInterval(progress));
  if (code !== 0) throw faultOf(said(), logOf(run));
}

function howFar(said: string, all: number): string {
  if (said.includes('Installing collected packages')) return `installing the ${all} packages`;
  const waiting = /Retrying|NewConnectionError/.test(said) ? ', the package index does not answer yet' : '';
  // Some are for other versions of Python, so the last number is seldom reached.
  return `downloading: package ${said.match(/^Collecting /gm)?.length ?? 0} of ${all}${waiting}`;
}

function faultOf(said: string, log: string): Fault {
  if (/do not match the hashes/i.test(said)) {
    return new Fault(
      `A package is not the one that was pinned (its hash differs); pip's words are in ${log}.`,
      'Use the official package index or a true mirror of it (PIP_INDEX_URL), then start again.',
    );
  }
  if (
    /NewConnectionError|Timeout|Retrying|ProxyError|SSLError|name resolution|from versions: none/i.test(said)
  ) {
    return new Fault(
      `pip cannot reach its package index, and the first start has to download the emulator; its words are in ${log}.`,
      'Check the network, or name a mirror (PIP_INDEX_URL) or a proxy (HTTPS_PROXY), then start again.',
    );
  }
  const last = said.trim().split('\n').at(-1) ?? '';
  return new Fault(
    `pip could not install the emulator (${last.trim()}); its words are in ${log}.`,
    'Python 3.10 to 3.14 on x86-64 or arm64 has all it needs. Mend what pip names, then start again.',
  );
}

/** Python's own settings of the person would put packages elsewhere, or ask for what a fresh environment lacks. */
function pythonOptions(run: Run): { cwd: string; env: NodeJS.ProcessEnv } {
  const env = { ...process.env, PIP_USER: '0', PIP_DISABLE_PIP_VERSION_CHECK: '1', PYTHONNOUSERSITE: '1' };
  for (const name of ['PYTHONPATH', 'PYTHONHOME', 'PIP_TARGET', 'PIP_PREFIX'])
    Reflect.deleteProperty(env, name);
  return { cwd: run.directory, env };
}

function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function logOf(run: Run): string {
  return path.relative(projectRoot, path.join(run.directory, 'pip.log'));
}
