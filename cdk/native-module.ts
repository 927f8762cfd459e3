import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { ConfigurationError } from './config.ts';

/** What Lambda runs: 64-bit Intel, Linux with glibc. */
const lambdaPlatform = 'linux-x64';

const Package = z.object({
  version: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});

interface Copy {
  root: string;
  module: string;
  /** The node_modules folder to make. */
  target: string;
  /** Take the builds of every platform that is installed here, not Lambda's alone: for running on this machine. */
  anyPlatform: boolean;
}

/**
 * Copies a module with machine code and all that it needs to run into a function's own node_modules. Throws a
 * ConfigurationError, with the command that helps, when Lambda's build of it is not installed.
 */
export function copyNativeModule({ root, module, target, anyPlatform }: Copy): void {
  const modules = join(root, 'node_modules');
  const wanted = closure(modules, module, anyPlatform ? undefined : lambdaPlatform);
  const label = [...wanted].map(([name, version]) => `${name}@${version}\n`).join('');
  const labelFile = join(target, '.contents');
  const isThere = () => existsSync(labelFile) && readFileSync(labelFile, 'utf8') === label;
  if (isThere()) return;
  const temporary = `${target}.${process.pid}`;
  for (const name of wanted.keys()) {
    const place = join(temporary, name);
    mkdirSync(dirname(place), { recursive: true });
    cpSync(join(modules, name), place, { recursive: true, filter: (path) => isNeeded(modules, path) });
  }
  writeFileSync(join(temporary, '.contents'), label);
  try {
    rmSync(target, { recursive: true, force: true });
    renameSync(temporary, target);
  } catch (error) {
    // Another city, started at the same moment from this checkout, was quicker.
    rmSync(temporary, { recursive: true, force: true });
    if (!isThere()) throw error;
  }
}

/** Name and version of a module and of everything it loads, in alphabetical order. */
function closure(modules: string, module: string, platform: string | undefined): Map<string, string> {
  const found = new Map<string, string>();
  const missing: string[] = [];
  const visit = (name: string, version: string, optional: boolean): void => {
    if (found.has(name)) return;
    const file = join(modules, name, 'package.json');
    if (!existsSync(file)) {
      if (!optional || platform !== undefined) missing.push(`${name}@${version}`);
      return;
    }
    const {
      version: installed,
      dependencies,
      optionalDependencies,
    } = Package.parse(JSON.parse(readFileSync(file, 'utf8')));
    found.set(name, installed);
    for (const [needed, range] of Object.entries(dependencies)) visit(needed, range, false);
    for (const [build, range] of Object.entries(optionalDependencies)) {
      if (platform === undefined || build.endsWith(`-${platform}`)) visit(build, range, true);
    }
  };
  visit(module, '', false);
  if (missing.length > 0) {
    const whose = platform === undefined ? '' : ` of ${platform}, which Lambda runs,`;
    throw new ConfigurationError(
      `The build of ${module}${whose} is not installed. Install it beside this machine's own:\n` +
        `  npm install --no-save --force ${missing.join(' ')}`,
    );
  }
  return new Map([...found].sort(([a], [b]) => a.localeCompare(b)));
}

/** Sources, types and texts are not needed to run. */
function isNeeded(modules: string, path: string): boolean {
  const inside = path.slice(modules.length + 1);
  return !/(^|\/)(sharp\/(src|install)|.*\.d\.[cm]?ts|.*\.md)$/.test(inside.replaceAll('\\', '/'));
}
