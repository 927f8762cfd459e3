import type middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { logger } from '../telemetry.ts';
import type { Caller, Identify } from './caller-reader.ts';
import { languageOf } from './language.ts';
import { problemOf } from './problem.ts';

/** A request on its way through the middlewares, which note who calls and which route it is. */
export type Event = APIGatewayProxyEvent & { caller?: Caller; route?: string };

/** A header by its name in lower case. */
export function header(event: Event, name: string): string | undefined {
  return Object.entries(event.headers).find(([key]) => key.toLowerCase() === name)?.[1];
}

type Middleware = middy.MiddlewareObj<Event, APIGatewayProxyResult>;

/** One line a request: what was asked of what, by which kind of caller, how it ended. Never what was said. */
export function requestLog(): Middleware {
  const started = new WeakMap<object, number>();
  const write = (request: middy.Request<Event, APIGatewayProxyResult>) => {
    const { event, context, response } = request;
    logger.info('request', {
      requestId: context.awsRequestId,
      method: event.httpMethod,
      route: event.route ?? 'none',
      status: response?.statusCode,
      role: event.caller?.actor.role,
      accountId: event.caller?.actor.accountId ?? undefined,
      milliseconds: Math.round(performance.now() - (started.get(event) ?? 0)),
    });
  };
  return {
    before: ({ event }) => {
      started.set(event, performance.now());
    },
    after: write,
    onError: write,
  };
}

/** Which pages may read answers, and the answer to their question beforehand. Nothing rests on cookies. */
export function cors(origins: readonly string[]): Middleware {
  const headersFor = (event: Event) => {
    const origin = header(event, 'origin');
    if (origins.includes('*')) return { 'access-control-allow-origin': '*' };
    return origin !== undefined && origins.includes(origin)
      ? { 'access-control-allow-origin': origin, vary: 'Origin' }
      : {};
  };
  const add = (request: middy.Request<Event, APIGatewayProxyResult>) => {
    const { response } = request;
    if (!response) return;
    const own = headersFor(request.event);
    const vary = [response.headers?.vary, 'vary' in own ? own.vary : undefined].filter(Boolean).join(', ');
    response.headers = {
      ...response.headers,
      ...own,
      ...(vary !== '' && { vary }),
      'access-control-expose-headers': 'ETag, Location, Retry-After, Content-Language',
    };
  };
  return {
    before: (request) => {
      if (request.event.httpMethod !== 'OPTIONS') return;
      return {
        statusCode: 204,
        headers: {
          ...headersFor(request.event),
          'access-control-allow-methods': 'GET, POST, PUT, DELETE, OPTIONS',
          'access-control-allow-headers':
            'Authorization, City-Post, Content-Type, Accept-Language, Idempotency-Key, If-Match, If-None-Match',
          'access-control-max-age': '7200',
        },
        body: '',
      };
    },
    after: add,
    onError: add,
  };
}

/** Whatever was thrown becomes a problem document. */
export function problems(): Middleware {
  return {
    onError: (request) => {
      const { error, event, context } = request;
      request.response = problemOf(error, languageOf(header(event, 'accept-language')), context.awsRequestId);
      if (request.response.statusCode >= 500) logger.error('request failed', { error });
    },
  };
}

/** Who is calling; a token that is not valid ends the request here. */
export function authentication(identify: Identify): Middleware {
  return {
    before: async ({ event }) => {
      event.caller = await identify(header(event, 'authorization'), header(event, 'city-post'));
    },
  };
}
