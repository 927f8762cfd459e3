import * as z from 'zod';
import { roles } from '../../shared/access/actor.ts';
import type { Routes } from '../../shared/http/route.ts';
import { Id, IdempotencyKey, Time } from '../../shared/identifiers.ts';
import { exportStates } from './export.ts';

/** A person's export of their data. */
export const ExportView = z
  .strictObject({
    id: Id,
    state: z.enum(exportStates).meta({
      description:
        'asked: in the making; ready: it can be fetched; expired: ask for another one; failed: it could not be made, ask again',
    }),
    askedAt: Time,
    readyAt: Time.nullable(),
    expiresAt: Time.nullable(),
    bytes: z.number().int().nullable(),
    photosLeftOut: z.number().int().nullable().meta({ description: 'Named in the file, with the reason' }),
  })
  .meta({ id: 'Export' });

export const ExportWithLink = ExportView.extend({
  link: z.url().nullable().meta({ description: 'Where the ZIP file is, for 15 minutes, when it is ready' }),
}).meta({ id: 'ExportWithLink' });

export const ConsentView = z
  .strictObject({
    purpose: z.string(),
    text: z.string().meta({ description: 'What is agreed to' }),
    given: z.boolean().nullable().meta({ description: 'null: never asked, which is no consent' }),
    since: Time.nullable(),
  })
  .meta({ id: 'Consent' });

export const LookView = z
  .strictObject({
    id: Id,
    at: Time,
    what: z
      .string()
      .meta({ description: 'Such as report.reporter-seen; …-refused is an attempt that failed' }),
    role: z.enum(roles),
    unit: z.string().nullable().meta({ description: 'Code of the unit that it was done for' }),
    reason: z.string().nullable(),
  })
  .meta({ id: 'Look' });

export const ErasureView = z
  .strictObject({
    state: z.enum(['none', 'asked']),
    eraseAt: Time.nullable().meta({
      description: 'Until then the account works as ever, and it can be undone',
    }),
    text: z.string(),
  })
  .meta({ id: 'Erasure' });

const Paging = z.strictObject({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

/** The contract of a person's rights over their data (Law 91/2025/QH15, Decree 356/2025). */
export const routes = {
  askExport: {
    method: 'POST',
    path: '/me/exports',
    summary: 'Asks for all that is held on the caller; the one in the making, if there is one',
    action: 'personal-data.own',
    limit: 'account',
    headers: z.object({ 'idempotency-key': IdempotencyKey }),
    responses: { 202: ExportView },
  },
  listExports: {
    method: 'GET',
    path: '/me/exports',
    summary: "The caller's exports, the newest first",
    action: 'personal-data.own',
    query: Paging,
    responses: { 200: z.strictObject({ items: z.array(ExportView), nextCursor: z.string().nullable() }) },
  },
  getExport: {
    method: 'GET',
    path: '/me/exports/{id}',
    summary: 'An export of the caller, with a link to it when it is ready',
    action: 'personal-data.own',
    params: z.object({ id: Id }),
    responses: { 200: ExportWithLink },
  },
  listConsents: {
    method: 'GET',
    path: '/me/consents',
    summary: 'What people can agree to, and what the caller said to it',
    action: 'personal-data.own',
    responses: { 200: z.strictObject({ items: z.array(ConsentView) }) },
  },
  putConsent: {
    method: 'PUT',
    path: '/me/consents/{purpose}',
    summary: 'Gives or withdraws a consent',
    action: 'personal-data.own',
    limit: 'account',
    params: z.object({ purpose: z.string().max(100) }),
    body: z.strictObject({ given: z.boolean() }),
    responses: { 200: ConsentView },
  },
  listLooks: {
    method: 'GET',
    path: '/me/data-looks',
    summary: "Who looked at the caller's data or tried to, when and why; the newest first",
    action: 'personal-data.own',
    query: Paging,
    responses: { 200: z.strictObject({ items: z.array(LookView), nextCursor: z.string().nullable() }) },
  },
  askErasure: {
    method: 'POST',
    path: '/me/erasure',
    summary: "Has the caller's account erased after some days; again changes nothing",
    action: 'personal-data.own',
    limit: 'account',
    responses: { 202: ErasureView },
  },
  getErasure: {
    method: 'GET',
    path: '/me/erasure',
    summary: "Whether and when the caller's account will be erased",
    action: 'personal-data.own',
    responses: { 200: ErasureView },
  },
  undoErasure: {
    method: 'DELETE',
    path: '/me/erasure',
    summary: 'Keeps the account after all',
    action: 'personal-data.own',
    limit: 'account',
    responses: { 200: ErasureView },
  },
} as const satisfies Routes;

/** What the gateway sends to this feature. */
export const gatewayPaths = [
  '/me/exports',
  '/me/exports/{proxy+}',
  '/me/consents',
  '/me/consents/{proxy+}',
  '/me/data-looks',
  '/me/erasure',
] as const;
