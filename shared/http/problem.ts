import type { APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod';
import { DomainError, errors } from '../errors.ts';
import type { Language } from './language.ts';

/** A problem document (RFC 9457). `errors` names each wrong field; `instance` is the id to quote to the city's support. */
export const Problem = z
  .strictObject({
    type: z.string().meta({ description: 'A stable word for the kind of problem, as a relative URI' }),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().optional().meta({ description: 'What to do about it, where that can be said' }),
    instance: z.string().optional(),
    errors: z.array(z.strictObject({ field: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem', description: 'What went wrong (RFC 9457)' });

/** The problem document of an error. An error nobody foresaw shows its request's id and nothing else. */
export function problemOf(error: unknown, language: Language, requestId: string): APIGatewayProxyResult {
  const known = error instanceof DomainError ? error : new DomainError(unforeseen(error));
  const { type, status, title } = known.definition;
  const document: z.infer<typeof Problem> = {
    type: `/problems/${type}`,
    title: title[language],
    status,
    ...(known.detail && { detail: known.detail[language] }),
    instance: `/requests/${requestId}`,
    ...(known.fields.length > 0 && {
      errors: known.fields.map(({ field, message }) => ({ field, message: message[language] })),
    }),
  };
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'content-language': language,
      'cache-control': 'no-store',
      ...(status === 503 && { 'retry-after': '5' }),
      ...known.headers,
    },
    body: JSON.stringify(document),
  };
}

const Throttled = z.object({
  name: z.enum([
    'ThrottlingException',
    'ProvisionedThroughputExceededException',
    'RequestLimitExceeded',
    'SlowDown',
    'TimeoutError',
    'ServiceUnavailable',
  ]),
});

/** What is passing (a throttled table on a flood day) is a 503 to try again, the rest a 500. */
function unforeseen(error: unknown) {
  return Throttled.safeParse(error).success ? errors.unavailable : errors.unexpected;
}
