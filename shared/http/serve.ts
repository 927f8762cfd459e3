import middy from '@middy/core';
import httpRouterHandler from '@middy/http-router';
import type { APIGatewayProxyResult, Context } from 'aws-lambda';
import { type Actor, anonymous } from '../access/actor.ts';
import { mayEver } from '../access/permissions.ts';
import { DomainError, errors, invalidField } from '../errors.ts';
import type { TokenFacts } from './authenticate.ts';
import type { Caller, Identify } from './caller-reader.ts';
import { etagOf, noneMatch, versionOf } from './etag.ts';
import { type Language, languageOf } from './language.ts';
import type { Limiter } from './limiter.ts';
import { authentication, cors, type Event, header, problems, requestLog } from './middleware.ts';
import type { Handlers, Route, Routes } from './route.ts';
import { parse } from './validation.ts';

export interface ServeOptions {
  identify: Identify;
  limiter: Limiter;
  /** Origins that browsers may call from; `*` for all, since nothing rests on cookies. */
  corsOrigins: readonly string[];
}

type Handler = (event: Event, context: Context) => Promise<APIGatewayProxyResult>;

const defaultMaxBodyBytes = 2 * 1024 * 1024;

/**
 * One function's HTTP: the caller is made out before anything else, then the route found, the caller's permission
 * asked, the request parsed, its limit counted, the handler run, its answer parsed by its schema and given its ETag.
 * What is thrown anywhere becomes a problem document.
 */
export function serve<T extends Routes>(routes: T, handlers: Handlers<T>, options: ServeOptions): Handler;
// The signature above holds each handler to its route; from here on the types of bodies are erased.
export function serve(routes: Routes, handlers: ErasedHandlers, options: ServeOptions): Handler {
  const endpoints = Object.entries(routes).map(([name, route]) =>
    endpoint(route, handlers[name], options.limiter),
  );
  const wrongMethods = [...new Set(endpoints.map(({ path }) => path))].map((path) => ({
    method: 'ANY' as const,
    path,
    handler: () => {
      const allowed = endpoints.filter((one) => one.path === path).map(({ method }) => method);
      return Promise.reject(
        new DomainError(errors.methodNotAllowed, [], { allow: [...allowed, 'OPTIONS'].join(', ') }),
      );
    },
  }));
  const isStatic = ({ path }: { path: string }) => !path.includes('{');
  const router = httpRouterHandler({
    // The router keeps the last of equal static paths and the first of equal dynamic ones.
    routes: [...wrongMethods.filter(isStatic), ...endpoints, ...wrongMethods.filter((one) => !isStatic(one))],
    notFoundResponse: () => {
      throw new DomainError(errors.notFound);
    },
  });

  return middy<Event, APIGatewayProxyResult>()
    .use(requestLog())
    .use(cors(options.corsOrigins))
    .use(problems())
    .use(authentication(options.identify))
    .handler(router);
}

interface ErasedRequest {
  params: unknown;
  query: unknown;
  headers: unknown;
  body: unknown;
  actor: Actor;
  token: TokenFacts | null;
  language: Language;
  expectedVersion: number | null;
}
interface ErasedAnswer {
  status: number;
  headers?: Record<string, string>;
  version?: number;
  body?: unknown;
}
type ErasedHandlers = Record<string, (request: ErasedRequest) => Promise<ErasedAnswer>>;

function endpoint(route: Route, handler: ErasedHandlers[string] | undefined, limiter: Limiter) {
  if (handler === undefined) throw new Error(`no handler for ${route.method} ${route.path}`);
  return {
    method: route.method,
    path: `/v1${route.path}`,
    handler: async (event: Event): Promise<APIGatewayProxyResult> => {
      event.route = route.path;
      const caller = event.caller ?? { actor: anonymous, token: null, client: null };
      if (!mayEver(caller.actor, route.action)) throw new DomainError(whyNot(caller.actor));
      if (caller.client) await limiter.request(caller.client);
      const request = requestOf(route, event, caller);
      if (route.limit !== undefined) {
        await limiter.write({
          caller,
          limit: route.limit,
          address: event.requestContext.identity.sourceIp,
          key: header(event, 'idempotency-key'),
        });
      }
      return render(route, await handler(request), event);
    },
  };
}

/** What stands between a caller and everything that somebody else might do here. */
function whyNot({ role }: Actor) {
  if (role === 'anonymous') return errors.unauthenticated;
  if (role === 'newcomer') return errors.signInNotRegistered;
  return role === 'staff' ? errors.postNeeded : errors.forbidden;
}

function requestOf(route: Route, event: Event, { actor, token }: Caller): ErasedRequest {
  const headers = Object.fromEntries(Object.entries(event.headers).map(([k, v]) => [k.toLowerCase(), v]));
  const params = route.params?.safeParse(event.pathParameters ?? {});
  if (params?.success === false) throw new DomainError(errors.notFound);
  const ifMatch = headers['if-match'];
  if (route.ifMatch && ifMatch === undefined) {
    throw new DomainError(errors.preconditionRequired, [
      { field: 'If-Match', message: { vi: 'Bắt buộc phải có', en: 'This is required' } },
    ]);
  }
  return {
    params: params?.data,
    query: route.query && parse(route.query, queryOf(event)),
    headers: route.headers && parse(route.headers, headers, headerName),
    body: route.body && parse(route.body, bodyOf(route, event, headers['content-type'])),
    actor,
    token,
    language: languageOf(headers['accept-language']),
    expectedVersion: route.ifMatch && ifMatch !== undefined ? versionOf(ifMatch) : null,
  };
}

function queryOf(event: Event): Record<string, string | undefined> {
  for (const [name, values] of Object.entries(event.multiValueQueryStringParameters ?? {})) {
    if ((values?.length ?? 0) > 1) {
      throw invalidField(name, { vi: 'Chỉ được gửi một lần', en: 'It may be given once only' });
    }
  }
  return event.queryStringParameters ?? {};
}

function bodyOf(route: Route, event: Event, contentType: string | undefined): unknown {
  if (!/^application\/(json|merge-patch\+json|geo\+json)\s*(;|$)/i.test(contentType ?? '')) {
    throw new DomainError(errors.unsupportedMediaType, [
      {
        field: 'Content-Type',
        message: { vi: 'Phải là application/json', en: 'It must be application/json' },
      },
    ]);
  }
  const raw = event.body ?? '';
  const text = event.isBase64Encoded ? Buffer.from(raw, 'base64').toString('utf8') : raw;
  const limit = route.maxBodyBytes ?? defaultMaxBodyBytes;
  if (Buffer.byteLength(text) > limit) {
    const kilobytes = Math.floor(limit / 1024);
    throw new DomainError(errors.tooLarge, [
      { field: 'body', message: { vi: `Nhiều nhất ${kilobytes} kB`, en: `At most ${kilobytes} kB` } },
    ]);
  }
  try {
    return JSON.parse(text, wellFormed);
  } catch {
    throw invalidField('body', { vi: 'Không phải JSON hợp lệ', en: 'It is not valid JSON' });
  }
}

/** `idempotency-key` → `Idempotency-Key`, as people write it. */
function headerName(path: string): string {
  return path.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

function render(route: Route, answer: ErasedAnswer, event: Event): APIGatewayProxyResult {
  const schema = route.responses[answer.status];
  const headers = { 'cache-control': 'no-store', ...answer.headers };
  if (!schema) return { statusCode: answer.status, headers, body: '' };
  const body = JSON.stringify(schema.parse(answer.body));
  const tagged = route.etag === true || answer.version !== undefined;
  if (!tagged) return { statusCode: answer.status, headers: { ...json, ...headers }, body };
  const etag = etagOf(body, answer.version);
  const cached = { 'cache-control': 'private, no-cache', vary: 'Authorization, Accept-Language', etag };
  if (route.method === 'GET' && noneMatch(header(event, 'if-none-match'), etag)) {
    return { statusCode: 304, headers: { ...headers, ...cached }, body: '' };
  }
  return { statusCode: answer.status, headers: { ...json, ...headers, ...cached }, body };
}

const json = { 'content-type': 'application/json; charset=utf-8' };

/** Half a character (a lone surrogate, of a text cut in two) is none: nothing behind here has to store or encode it. */
const wellFormed = (_: string, value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value);
