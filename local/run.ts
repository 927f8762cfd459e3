import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { isAlive, processes, signalGroup } from './processes.ts';

export const projectRoot = path.resolve(import.meta.dirname, '..');
export const localDirectory = path.join(projectRoot, '.local');

const ownerFile = 'owner.json';
const groupsFile = 'groups';
const Owner = z.object({ pid: z.number().int(), command: z.string() });

/** One start of a city: its own directory with its logs and what it holds while it runs. */
export interface Run {
  directory: string;
  /** The process groups that belong to it, remembered so that a later start can end them if this one cannot. */
  rememberGroup: (group: number) => void;
  ended: boolean;
  /** What has to be closed when the run ends; the last one first. */
  atEnd: (close: () => Promise<void>) => void;
  /** Closes all that is open and deletes all but the logs, which stay until the next start. May be called again. */
  end: () => Promise<void>;
}

/** Makes a run's directory, after cleaning up after those that have ended. `died` counts those that could not themselves. */
export function beginRun(): { run: Run; died: number } {
  mkdirSync(localDirectory, { recursive: true });
  const died = cleanUp();
  const directory = path.join(localDirectory, `run-${process.pid}-${randomBytes(4).toString('hex')}`);
  mkdirSync(directory);
  writeFileSync(
    path.join(directory, ownerFile),
    JSON.stringify({ pid: process.pid, command: commandOf(process.pid) }),
  );
  return { run: runIn(directory), died };
}

function runIn(directory: string): Run {
  const open: (() => Promise<void>)[] = [];
  let ending: Promise<void> | undefined;
  async function close(): Promise<void> {
    for (const one of open.toReversed()) await one();
    for (const name of readdirSync(directory)) if (!name.endsWith('.log')) remove(path.join(directory, name));
  }
  return {
    directory,
    rememberGroup: (group) => appendFileSync(path.join(directory, groupsFile), `${group}\n`),
    get ended() {
      return ending !== undefined;
    },
    atEnd: (one) => void open.push(one),
    end: () => (ending ??= close()),
  };
}

function cleanUp(): number {
  const over = readdirSync(localDirectory)
    .filter((name) => /^run-\d+-[0-9a-f]{8}$/.test(name))
    .map((name) => path.join(localDirectory, name))
    .filter((directory) => !ownerLives(directory));
  const died = over.filter((directory) => existsSync(path.join(directory, ownerFile)));
  died.forEach(endLeftovers);
  over.forEach(remove);
  return died.length;
}

function remove(directory: string): void {
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
}

/** A pid is used again some day, so the command must be the same one too. */
function ownerLives(directory: string): boolean {
  try {
    const owner = Owner.parse(JSON.parse(readFileSync(path.join(directory, ownerFile), 'utf8')));
    return isAlive(owner.pid) && commandOf(owner.pid) === owner.command;
  } catch {
    // It has ended or is just being made; its name has the pid.
    return isAlive(Number(/run-(\d+)-/.exec(directory)?.[1]));
  }
}

/** Ends what a dead run left running: processes of its groups, and of those only ones that name its directory. */
function endLeftovers(directory: string): void {
  const file = path.join(directory, groupsFile);
  if (!existsSync(file)) return;
  const groups = new Set(readFileSync(file, 'utf8').trim().split('\n').map(Number));
  const ours = processes().filter(({ group, command }) => groups.has(group) && command.includes(directory));
  for (const group of new Set(ours.map((one) => one.group))) signalGroup(group, 'SIGKILL');
}

function commandOf(pid: number): string | undefined {
  return processes().find((one) => one.pid === pid)?.command;
}
