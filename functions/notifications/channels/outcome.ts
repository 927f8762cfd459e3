import * as z from 'zod';
import { type Outcome, sent } from './port.ts';

/** Failures before anything was sent: nobody answered at all. */
const notConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const Failure = z.object({ name: z.string().optional(), code: z.string().optional(), cause: z.unknown() });

/** The code of a network failure, wherever a library has put it. */
function codeOf(error: unknown): string | undefined {
  const failure = Failure.partial().safeParse(error);
  if (!failure.success) return undefined;
  return failure.data.code ?? (failure.data.cause === undefined ? undefined : codeOf(failure.data.cause));
}

/** What a failure without an answer means: only one to connect leaves no doubt that nothing was sent. */
export function outcomeOfFailure(error: unknown): Outcome {
  const code = codeOf(error);
  if (code !== undefined && notConnected.has(code)) return { state: 'passing', reason: code };
  return { state: 'unknown', reason: code ?? (error instanceof Error ? error.name : 'failure') };
}

/**
 * What an HTTP answer means: 429 and 503 say "not now"; other 4xx "not this"; what fails behind their door (500, 502,
 * 504) may have done its work before.
 */
export function outcomeOfStatus(status: number): Outcome {
  const reason = `http-${status}`;
  if (status >= 200 && status < 300) return sent;
  if (status === 429 || status === 503) return { state: 'passing', reason };
  if (status >= 400 && status < 500) return { state: 'final', reason };
  return { state: 'unknown', reason };
}

/** Of several attempts at one person, what came of it as a whole: any that arrived or may have is enough. */
export function together(outcomes: readonly Outcome[]): Outcome {
  for (const state of ['sent', 'unknown', 'passing', 'final'] as const) {
    const found = outcomes.find((outcome) => outcome.state === state);
    if (found) return found;
  }
  return { state: 'final', reason: 'no-address' };
}
