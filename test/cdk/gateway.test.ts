import { describe, expect, test } from 'vitest';
import { checkPaths, pathTo } from '../../cdk/constructs/gateway-paths.ts';
import { type Feature, features } from '../../cdk/features.ts';

const paths = features.flatMap(({ name, gatewayPaths }) => gatewayPaths.map((path) => ({ name, path })));
const contracts: readonly Feature[] = features;
const routes = contracts.flatMap((feature) =>
  Object.values(feature.routes).map(({ method, path }) => ({ feature: feature.name, method, path })),
);

describe('routes and gateway paths', () => {
  test('no two routes have the same method and path', () => {
    const keys = routes.map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  test.each(routes)('$method $path reaches its own feature by one path', ({ feature, path }) => {
    expect(pathTo(path, paths)?.name).toBe(feature);
    // Another feature's path may match too only where it is the less specific one.
    const without = paths.filter((one) => one !== pathTo(path, paths));
    const next = pathTo(path, without);
    if (next) expect(next.path).toMatch(/\{proxy\+\}$/);
  });

  test('each gateway path is of use to a route', () => {
    const used = new Set(routes.map(({ path }) => pathTo(path, paths)?.path));
    expect(paths.filter(({ path }) => !used.has(path))).toEqual([]);
  });
});

describe('paths that API Gateway would refuse or lead astray', () => {
  const feature = (name: string, gatewayPaths: string[], ...routePaths: string[]) => ({
    name,
    gatewayPaths,
    routes: Object.fromEntries(
      routePaths.map((path) => [
        path,
        { method: 'GET', path, summary: '', action: 'units.read', responses: { 200: null } } as const,
      ]),
    ),
  });

  test.each([
    ['the same path twice', [feature('a', ['/x']), feature('b', ['/x'])], '/x of a is there twice'],
    [
      'two variables at one place',
      [feature('a', ['/x/{code}/y'], '/x/{code}/y'), feature('b', ['/x/{proxy+}'], '/x/{id}')],
      'under /x: {code} and {proxy+} cannot both stand there',
    ],
    ['a route without a path', [feature('a', ['/x'], '/y')], 'route /y of a is reached by no gateway path'],
    [
      'a route that another feature takes',
      [feature('a', ['/x/{proxy+}'], '/x/y'), feature('b', ['/x/y'], '/x/y')],
      'route /x/y of a is reached by /x/y of b',
    ],
  ])('%s', (_, given, message) => {
    expect(() => checkPaths(given)).toThrow(message);
  });
});
