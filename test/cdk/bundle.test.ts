import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundle, entryPoints } from '../../cdk/bundle.ts';
import { copyNativeModule } from '../../cdk/native-module.ts';
import { root } from './synthesis.ts';

describe('the bundles', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await bundle(root, 'local');
  });

  test('there is one for each entry point, with no source map in it', () => {
    for (const entry of entryPoints(root)) {
      const files = readdirSync(join(folder, entry)).filter((name) => name !== 'node_modules');
      expect(files).toEqual(entry === 'triage/on-retrain' ? ['examples.jsonl', 'index.mjs'] : ['index.mjs']);
    }
  });

  test('machine code lies beside the one function that needs it', () => {
    const beside = entryPoints(root).filter((entry) => existsSync(join(folder, entry, 'node_modules')));
    expect(beside).toEqual(['photos/on-upload']);
    expect(
      readdirSync(join(folder, 'photos/on-upload/node_modules')).filter((name) => !name.startsWith('.')),
    ).toEqual(expect.arrayContaining(['@img', 'detect-libc', 'semver', 'sharp']));
  });

  test('nothing is left to be found while running but Node’s own modules and sharp', () => {
    const { outputs } = JSON.parse(readFileSync(join(root, '.build/metafile.json'), 'utf8')) as Metafile;
    const outside = Object.values(outputs).flatMap(({ imports }) =>
      imports.filter(({ external }) => external).map(({ path }) => path.replace(/^node:/, '')),
    );
    const { builtinModules } = process.getBuiltinModule('node:module');
    expect([...new Set(outside)].filter((name) => !builtinModules.includes(name))).toEqual(['sharp']);
  });
});

describe('a module with machine code', () => {
  const project = mkdtempSync(join(tmpdir(), 'city-native-'));
  afterAll(() => rmSync(project, { recursive: true }));
  const install = (name: string, manifest: object) => {
    mkdirSync(join(project, 'node_modules', name), { recursive: true });
    writeFileSync(
      join(project, 'node_modules', name, 'package.json'),
      JSON.stringify({ version: '1.0.0', ...manifest }),
    );
  };
  install('camera', {
    dependencies: { lens: '^2.0.0' },
    optionalDependencies: { '@camera/for-darwin-arm64': '1.0.0', '@camera/for-linux-x64': '1.0.0' },
  });
  install('lens', { version: '2.1.0' });
  install('@camera/for-darwin-arm64', {});
  const copy = (target: string, anyPlatform: boolean) =>
    copyNativeModule({ root: project, module: 'camera', target: join(project, target), anyPlatform });

  test('is copied for this machine with all that it needs', () => {
    copy('here', true);
    expect(readFileSync(join(project, 'here/.contents'), 'utf8')).toBe(
      '@camera/for-darwin-arm64@1.0.0\ncamera@1.0.0\nlens@2.1.0\n',
    );
    expect(existsSync(join(project, 'here/lens/package.json'))).toBe(true);
  });

  test('is refused for Lambda without Lambda’s build, with the command that brings it', () => {
    expect(() => copy('there', false)).toThrow('npm install --no-save --force @camera/for-linux-x64@1.0.0');
    install('@camera/for-linux-x64', {});
    copy('there', false);
    expect(existsSync(join(project, 'there/@camera/for-linux-x64'))).toBe(true);
    expect(existsSync(join(project, 'there/@camera/for-darwin-arm64'))).toBe(false);
  });
});
