import * as z from 'zod';

/** What the city's API answered to a request that it took. */
export interface Answer {
  status: number;
  etag: string;
  body: unknown;
}

export interface Call {
  method?: 'GET' | 'POST' | 'PUT';
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

const Problem = z.object({
  title: z.string(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).default([]),
});

/** The API refused: its problem document. */
export class Refusal extends Error {
  readonly status: number;
  readonly errors: readonly { field: string; message: string }[];

  constructor(request: string, status: number, problem: z.infer<typeof Problem>) {
    super(`${request} was answered ${status}: ${problem.title}`);
    this.name = 'Refusal';
    this.status = status;
    this.errors = problem.errors;
  }
}

/** Asks the city's API. Throws a Refusal when it says no. */
export async function call(
  url: string,
  { method = 'GET', token, body, headers = {} }: Call = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: {
      'accept-language': 'en',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answered = parsed(text);
  if (response.ok)
    return { status: response.status, etag: response.headers.get('etag') ?? '', body: answered };
  const problem = Problem.safeParse(answered).data ?? { title: text.slice(0, 300), errors: [] };
  throw new Refusal(
    `${method} ${new URL(url).pathname.replace(/^.*(?=\/v1\/)/, '')}`,
    response.status,
    problem,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
