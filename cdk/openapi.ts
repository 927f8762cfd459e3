import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import * as z from 'zod';
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponseObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { roles } from '../shared/access/actor.ts';
import { grantable, mayEver } from '../shared/access/permissions.ts';
import { errors } from '../shared/errors.ts';
import { Problem } from '../shared/http/problem.ts';
import type { Route } from '../shared/http/route.ts';
import { type Feature, features } from './features.ts';

/** A problem document as an answer that operations share; the gateway's and the functions' look the same. */
const problem = (id: string, description: string): ZodOpenApiResponseObject => ({
  id,
  description,
  content: { 'application/problem+json': { schema: Problem } },
});

const problems = {
  400: problem('Invalid', `${errors.invalid.title.en}; each wrong field is named`),
  401: problem('Unauthenticated', errors.unauthenticated.title.en),
  403: problem('Forbidden', errors.forbidden.title.en),
  404: problem('NotFound', errors.notFound.title.en),
  412: problem('ChangedMeanwhile', errors.changedMeanwhile.title.en),
  413: problem('TooLarge', errors.tooLarge.title.en),
  415: problem('UnsupportedMediaType', errors.unsupportedMediaType.title.en),
  422: problem('KeyReused', errors.keyReused.title.en),
  428: problem('PreconditionRequired', errors.preconditionRequired.title.en),
  429: problem('TooManyRequests', `${errors.tooManyRequests.title.en}; Retry-After says when`),
  other: problem('OtherProblem', 'Any other problem, such as a rule that the state forbids (409)'),
};

const ETag = z.string().meta({ description: 'The version of what was read', header: { id: 'ETag' } });
const Location = z.string().meta({ description: 'Where it is', header: { id: 'Location' } });
const IfMatch = z
  .string()
  .meta({ description: 'The ETag that was read: nothing is written when it changed since' });
const IfNoneMatch = z
  .string()
  .optional()
  .meta({ description: 'An ETag that is held already: 304 when it is still so' });

/** The OpenAPI document of all features' routes. */
export function openApi(all: readonly Feature[], version: string) {
  const paths: ZodOpenApiPathsObject = {};
  for (const { name, routes } of all) {
    for (const [operationId, route] of Object.entries(routes)) {
      const operations = (paths[route.path] ??= {});
      operations[lowerCase[route.method]] = operationOf(name, operationId, route);
    }
  }
  return createDocument(
    {
      openapi: '3.1.1',
      info: {
        title: 'City',
        version,
        description:
          'Citizens report what is wrong in the city, offices solve it. Generated from functions/*/routes.ts. ' +
          'Times are RFC 3339 in UTC. Texts for people are Vietnamese or English by Accept-Language.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: 'https://{host}/v1', variables: { host: { default: 'api.city.example' } } }],
      tags: all.map(({ name }) => ({ name })),
      paths,
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT access token (RFC 9068)' },
        },
      },
    },
    { reused: 'inline' },
  );
}

const lowerCase = { GET: 'get', POST: 'post', PUT: 'put', DELETE: 'delete' } as const;

function operationOf(tag: string, operationId: string, route: Route): ZodOpenApiOperationObject {
  const allowed = roles.filter((role) =>
    mayEver({ role, accountId: 'a', unit: 'a', scopes: grantable }, route.action),
  );
  const open = allowed.includes('anonymous');
  const header = headersOf(route);
  return {
    operationId,
    tags: [tag],
    summary: route.summary,
    description: open ? 'Needs no token.' : `For ${allowed.filter((role) => role !== 'system').join(', ')}.`,
    security: open ? [{}, { token: [] }] : [{ token: [] }],
    requestParams: {
      ...(route.params && { path: route.params }),
      ...(route.query && { query: route.query }),
      ...(Object.keys(header.shape).length > 0 && { header }),
    },
    ...(route.body && {
      requestBody: { required: true, content: { 'application/json': { schema: route.body } } },
    }),
    responses: { ...answersOf(route), ...problemsOf(route, open) },
  };
}

/** A route's own headers as people write them, and those that serve() reads for it. */
function headersOf(route: Route): z.ZodObject {
  const shape: Record<string, z.core.$ZodType> = route.headers?.shape ?? {};
  const own = Object.entries(shape).map(([name, schema]): [string, z.core.$ZodType] => [
    name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase()),
    schema,
  ]);
  return z.object({
    ...Object.fromEntries(own),
    ...(route.ifMatch && { 'If-Match': IfMatch }),
    ...(route.etag && route.method === 'GET' && { 'If-None-Match': IfNoneMatch }),
  });
}

function answersOf({ responses, etag, ifMatch, method }: Route): ZodOpenApiResponsesObject {
  const tagged = etag === true || ifMatch === true;
  const answers: ZodOpenApiResponsesObject = {};
  for (const [status, schema] of Object.entries(responses)) {
    const away = /^(201|3..)$/.test(status);
    const headers = z.object({ ...(tagged && { ETag }), ...(away && { Location }) });
    answers[`${Number(status) < 300 ? 2 : 3}${status.slice(1)}`] = {
      description: status === '201' ? 'Made' : schema === null ? 'It is elsewhere' : 'Done',
      ...((tagged || away) && { headers }),
      ...(schema && { content: { 'application/json': { schema } } }),
    };
  }
  if (etag && method === 'GET')
    answers['304'] = { description: 'Still as it was', headers: z.object({ ETag }) };
  return answers;
}

function problemsOf(route: Route, open: boolean): ZodOpenApiResponsesObject {
  const takesInput = route.query ?? route.headers ?? route.body;
  return {
    ...(takesInput && { '400': problems[400] }),
    '401': problems[401],
    ...(!open && { '403': problems[403] }),
    ...(route.params && { '404': problems[404] }),
    ...(route.ifMatch && { '412': problems[412], '428': problems[428] }),
    ...(route.body && { '413': problems[413], '415': problems[415] }),
    ...(route.limit && { '429': problems[429] }),
    ...(route.headers && 'idempotency-key' in route.headers.shape && { '422': problems[422] }),
    default: problems.other,
  };
}

/** What is wrong with the committed document; null when it says what the routes say. */
export function differenceOf(committed: string | null, generated: string): string | null {
  if (committed === generated) return null;
  const remedy = 'Write it anew with `npm run openapi`, look at the difference, and commit it.';
  if (committed === null) return `docs/openapi.json is missing. ${remedy}`;
  const [old, now] = [committed.split('\n'), generated.split('\n')];
  const line = now.findIndex((text, index) => text !== old[index]);
  const at = line < 0 ? now.length : line;
  return [
    `docs/openapi.json does not say what functions/*/routes.ts say, first in line ${at + 1}:`,
    `  committed: ${old[at]?.trim() ?? '(its end)'}`,
    `  routes:    ${now[at]?.trim() ?? '(its end)'}`,
    remedy,
  ].join('\n');
}

if (import.meta.main) {
  const root = resolve(import.meta.dirname, '..');
  const file = resolve(root, 'docs/openapi.json');
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')));
  const generated = `${JSON.stringify(openApi(features, version), null, 2)}\n`;
  if (process.argv.includes('--check')) {
    let committed: string | null = null;
    try {
      committed = readFileSync(file, 'utf8');
    } catch {
      // It is missing, which the difference says.
    }
    const difference = differenceOf(committed, generated);
    if (difference !== null) {
      console.error(difference);
      process.exitCode = 1;
    }
  } else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, generated);
    console.log('docs/openapi.json written');
  }
}
