import type * as z from 'zod';
import type { Action } from '../access/permissions.ts';
import type { Actor } from '../access/actor.ts';
import type { LimitName } from '../city/config.ts';
import type { TokenFacts } from './authenticate.ts';
import type { Language } from './language.ts';

/** The shape of an answer: its JSON schema, or null where there is no body (a redirect). */
export type ResponseSchema = z.ZodType | null;

/** One endpoint as data. Read by the handler, the stacks, the OpenAPI document and the tests. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below /v1, with {names} in braces: `/reports/{id}`. */
  path: string;
  /** One line for the OpenAPI document. */
  summary: string;
  /** The action of shared/access/permissions.ts that a caller must be allowed to ever do. */
  action: Action;
  /** Which of the city's limits counts it; every write has one. */
  limit?: LimitName;
  params?: z.ZodObject;
  query?: z.ZodObject;
  /** Header names in lower case. */
  headers?: z.ZodObject;
  body?: z.ZodType;
  /** Largest body in bytes; 2 MB where not given. */
  maxBodyBytes?: number;
  /** By status; errors need none, they are problem documents everywhere. */
  responses: Record<number, ResponseSchema>;
  /** Whether GET answers carry an ETag and honour If-None-Match. */
  etag?: boolean;
  /** Whether a write needs If-Match with the ETag that was read (428 without it). */
  ifMatch?: boolean;
}

export type Routes = Record<string, Route>;

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;

/** What a handler gets: everything parsed, the caller known and allowed to try. */
export interface Request<R extends Route> {
  params: Parsed<R['params']>;
  query: Parsed<R['query']>;
  headers: Parsed<R['headers']>;
  body: Parsed<R['body']>;
  actor: Actor;
  /** What the caller's token says; null for those without one. */
  token: TokenFacts | null;
  language: Language;
  /** The version that If-Match names; null on routes without `ifMatch`. */
  expectedVersion: number | null;
}

type Status<R extends Route> = keyof R['responses'] & number;

/** What a handler gives back: one of its route's statuses and a body of that status's schema. */
export type Answer<R extends Route> = {
  [S in Status<R>]: {
    status: S;
    headers?: Record<string, string>;
    /** The aggregate's version, which the ETag begins with where If-Match is asked for. */
    version?: number;
  } & (R['responses'][S] extends z.ZodType ? { body: z.input<R['responses'][S]> } : { body?: undefined });
}[Status<R>];

export type Handlers<T extends Routes> = {
  [K in keyof T]: (request: Request<T[K]>) => Promise<Answer<T[K]>>;
};
