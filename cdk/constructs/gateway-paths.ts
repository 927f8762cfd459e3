import { ConfigurationError } from '../config.ts';
import type { Feature } from '../features.ts';

/**
 * Checks that the features' gateway paths fit together, as API Gateway would refuse them only in the middle of a
 * deployment, or silently lead a route to another feature. Throws a ConfigurationError that names the path.
 */
export function checkPaths(features: readonly Feature[]): void {
  const all = features.flatMap(({ name, gatewayPaths }) =>
    gatewayPaths.map((path) => ({ feature: name, path })),
  );
  const variables = new Map<string, string>();
  for (const { feature, path } of all) {
    if (all.filter((other) => other.path === path).length > 1) {
      throw new ConfigurationError(`gateway path ${path} of ${feature} is there twice`);
    }
    const segments = path.split('/');
    for (const [index, segment] of segments.entries()) {
      if (!segment.startsWith('{')) continue;
      const parent = segments.slice(0, index).join('/');
      const other = variables.get(parent) ?? segment;
      if (other !== segment) {
        throw new ConfigurationError(
          `gateway paths under ${parent}: ${other} and ${segment} cannot both stand there (API Gateway takes one variable)`,
        );
      }
      variables.set(parent, segment);
    }
  }
  for (const { name, routes } of features) {
    for (const route of Object.values(routes)) {
      const reached = pathTo(route.path, all);
      if (reached?.feature !== name) {
        throw new ConfigurationError(
          `route ${route.path} of ${name} is reached by ${reached ? `${reached.path} of ${reached.feature}` : 'no gateway path'}`,
        );
      }
    }
  }
}

/** The gateway path that a route's path reaches: of those that match, the most specific. */
export function pathTo<T extends { path: string }>(routePath: string, all: readonly T[]): T | undefined {
  const segments = routePath.split('/');
  const matching = all.filter(({ path }) => {
    const wanted = path.split('/');
    const greedy = wanted.at(-1)?.endsWith('+}') ?? false;
    if (greedy ? segments.length < wanted.length : segments.length !== wanted.length) return false;
    return wanted.every((part, index) => part.startsWith('{') || part === segments[index]);
  });
  const rank = (path: string) =>
    path
      .split('/')
      .map((part) => (part.endsWith('+}') ? 'c' : part.startsWith('{') ? 'b' : 'a'))
      .join('');
  return matching.sort((a, b) => rank(a.path).localeCompare(rank(b.path)))[0];
}
