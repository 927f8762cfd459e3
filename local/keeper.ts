import { spawn } from 'node:child_process';
import { openSync, writeSync } from 'node:fs';
import { signalGroup } from './processes.ts';

// node local/keeper.ts LOG COMMAND [ARGUMENTS…]
//
// Runs a command in a process group of its own and ends the whole group when the command ends, or when whoever
// started this keeper closes its stdin or dies, in whatever way: the operating system closes the pipe even after
// kill -9. So nothing is left running. Says the group's number on stdout, and exits with the command's code.
const [log = '', command = '', ...args] = process.argv.slice(2);
const graceMilliseconds = 4000;

// The terminal's Ctrl-C reaches every process of the foreground; it's the starter's to decide what it means.
for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) process.on(signal, () => undefined);

const output = openSync(log, 'a');
const child = spawn(command, args, { detached: true, stdio: ['ignore', output, output] });
const group = child.pid;
if (group !== undefined) process.stdout.write(`${group}\n`);
process.stdout.on('error', () => undefined); // The starter is gone: stdin tells it too.

child.on('error', (error) => {
  writeSync(output, `${error.message}\n`);
  process.exit(127);
});
child.on('exit', (code, signal) => {
  if (group !== undefined) signalGroup(group, 'SIGKILL');
  if (signal) writeSync(output, `\nended by ${signal}\n`);
  process.exit(code ?? 1);
});

process.stdin.resume();
process.stdin.on('end', stop);
process.stdin.on('error', stop);

function stop(): void {
  if (group === undefined) return;
  signalGroup(group, 'SIGTERM');
  setTimeout(() => signalGroup(group, 'SIGKILL'), graceMilliseconds);
}
