import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { features } from '../../cdk/features.ts';
import { differenceOf, openApi } from '../../cdk/openapi.ts';

const document = openApi(features, '0.0.0');

interface Operation {
  operationId: string;
  security: unknown[];
  parameters?: { in: string; name: string; required?: boolean; schema: object }[];
  responses: Record<string, unknown>;
}
const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
  Object.entries(item as Record<string, Operation>).map(([method, operation]) => ({
    path,
    method,
    operation,
  })),
);

describe('the OpenAPI document', () => {
  test('has each route once, by its own name', () => {
    const names = features.flatMap(({ routes }) => Object.keys(routes));
    expect(operations.map(({ operation }) => operation.operationId).sort()).toEqual(names.sort());
    expect(new Set(names).size).toBe(names.length);
  });

  test.each(operations)(
    '$method $path declares the variables of its path, and leaves no parameter unsaid',
    (one) => {
      const { path, operation } = one;
      const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      const variables = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(inPath.map(({ name }) => name).sort()).toEqual(variables.sort());
      for (const { name, schema } of operation.parameters ?? []) {
        expect(Object.keys(schema), name).not.toEqual([]);
      }
      expect(operation.responses).toHaveProperty('default');
    },
  );

  test('says which requests need a token, a key, a version', () => {
    const byName = new Map(operations.map(({ operation }) => [operation.operationId, operation]));
    const headers = (name: string) =>
      byName
        .get(name)
        ?.parameters?.filter((one) => one.in === 'header')
        .map((one) => [one.name, one.required ?? false]);
    expect(byName.get('listCategories')?.security).toEqual([{}, { token: [] }]);
    expect(byName.get('createReport')?.security).toEqual([{ token: [] }]);
    expect(headers('createReport')).toEqual([['Idempotency-Key', true]]);
    expect(headers('transitionReport')).toEqual([['If-Match', true]]);
    expect(headers('getReport')).toEqual([['If-None-Match', false]]);
    expect(Object.keys(byName.get('transitionReport')?.responses ?? {})).toEqual(
      expect.arrayContaining(['200', '400', '401', '403', '404', '412', '428', 'default']),
    );
  });

  test('changes with a route’s schema', () => {
    const route = {
      method: 'GET',
      path: '/x',
      summary: 'x',
      action: 'units.read',
      responses: { 200: z.string() },
    } as const;
    const documentOf = (query: z.ZodObject) =>
      JSON.stringify(openApi([{ name: 'x', gatewayPaths: [], routes: { x: { ...route, query } } }], '1'));
    expect(documentOf(z.object({ a: z.string() }))).not.toBe(
      documentOf(z.object({ a: z.string().optional() })),
    );
  });
});

describe('the check of the committed document', () => {
  test('is content with what the routes say', () => {
    expect(differenceOf('a\nb\n', 'a\nb\n')).toBeNull();
  });

  test.each([
    [null, /is missing.*npm run openapi/],
    ['a\nold\nc', /line 2:\n {2}committed: old\n {2}routes: {4}b\n.*npm run openapi/],
    ['a\nb\nc\nmore', /line 4:\n {2}committed: more\n {2}routes: {4}\(its end\)/],
  ])('names the first difference and the remedy: %j', (committed, message) => {
    expect(differenceOf(committed, 'a\nb\nc')).toMatch(message);
  });
});
