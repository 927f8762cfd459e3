import * as z from 'zod';
import { CategoriesDocument, Category, RoutingDocument } from '../../shared/city/directory.ts';
import { DeadlinesDocument } from '../../shared/city/deadlines.ts';
import { BoundariesDocument } from '../../shared/city/documents.ts';
import { WorkingCalendar } from '../../shared/city/working-calendar.ts';
import { TriageThresholds } from '../../shared/triage/decision.ts';
import type { Routes } from '../../shared/http/route.ts';
import { Time } from '../../shared/identifiers.ts';
import { BoundaryFile } from './boundary-file.ts';

const IfMatch = z.object({
  'if-match': z
    .string()
    .optional()
    .meta({ description: 'The ETag that was read; 412 when it changed since' }),
});

/** A document and its place in the history are an item each of the table, which holds 400 kB at most. */
const maxDocumentBytes = 300 * 1024;

/** A document in force: its version, since when, and its content. */
const inForce = <S extends z.ZodType>(body: S) =>
  z.strictObject({ version: z.number().int(), changedAt: Time, body });

const replaced = z
  .strictObject({
    version: z.number().int(),
    changedAt: Time.meta({ description: 'Since when this content is in force' }),
    changed: z.boolean().meta({ description: 'False where it was the same already' }),
  })
  .meta({ id: 'Replaced' });

const read = <S extends z.ZodType>(name: string, body: S) =>
  ({
    method: 'GET',
    path: `/admin/${name}`,
    summary: `The ${name} in force`,
    action: 'city.configure',
    responses: { 200: inForce(body) },
    etag: true,
  }) as const;

const replace = <S extends z.ZodType>(name: string, body: S) =>
  ({
    method: 'PUT',
    path: `/admin/${name}`,
    summary: `Replaces the ${name}; in force within 15 seconds`,
    action: 'city.configure',
    limit: 'administration',
    headers: IfMatch,
    body,
    maxBodyBytes: maxDocumentBytes,
    responses: { 200: replaced },
  }) as const;

/** The contract of the city's facts: public lists, and the documents that an admin replaces as a whole. */
export const routes = {
  listCategories: {
    method: 'GET',
    path: '/categories',
    summary: 'What can be reported',
    action: 'categories.read',
    responses: { 200: z.strictObject({ items: z.array(Category), nextCursor: z.null() }) },
    etag: true,
  },
  getCategories: read('categories', CategoriesDocument),
  putCategories: replace('categories', CategoriesDocument),
  getRouting: read('routing', RoutingDocument),
  putRouting: replace('routing', RoutingDocument),
  getCalendar: read('calendar', WorkingCalendar),
  putCalendar: replace('calendar', WorkingCalendar),
  getDeadlines: read('deadlines', DeadlinesDocument),
  putDeadlines: replace('deadlines', DeadlinesDocument),
  getTriage: read('triage', TriageThresholds),
  putTriage: replace('triage', TriageThresholds),
  getBoundaries: read('boundaries', BoundariesDocument),
  putBoundaries: {
    method: 'PUT',
    path: '/admin/boundaries',
    summary: 'Checks boundaries and, unless it is a dry run, puts them in force',
    action: 'city.configure',
    limit: 'administration',
    headers: IfMatch,
    query: z.strictObject({ dryRun: z.enum(['true', 'false']).default('false') }),
    body: BoundaryFile,
    maxBodyBytes: 5 * 1024 * 1024,
    responses: {
      200: z
        .strictObject({
          dryRun: z.boolean(),
          version: z
            .number()
            .int()
            .nullable()
            .meta({ description: 'In force after this; null when there is none' }),
          changed: z.boolean(),
          changes: z.array(z.strictObject({ unit: z.string(), change: z.enum(['new', 'changed', 'same']) })),
        })
        .meta({ id: 'BoundariesImported' }),
    },
  },
} as const satisfies Routes;

/** What the gateway sends to this feature. */
export const gatewayPaths = ['/categories', '/admin/{proxy+}'] as const;
