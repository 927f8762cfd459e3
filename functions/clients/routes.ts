import * as z from 'zod';
import { grantable } from '../../shared/access/permissions.ts';
import { UnitCode } from '../../shared/city/directory.ts';
import type { Routes } from '../../shared/http/route.ts';
import { Id, IdempotencyKey, Time } from '../../shared/identifiers.ts';

const KeyView = z.strictObject({ id: Id, createdAt: Time, endsAt: Time.nullable() });

const ClientView = z
  .strictObject({
    id: Id,
    name: z.string(),
    unit: z.string().meta({ description: 'In whose name it calls' }),
    scopes: z.array(z.string()),
    requestsPerMinute: z.number().int(),
    keys: z.array(KeyView),
    lastUsedAt: Time.nullable().meta({ description: 'To the hour' }),
    endedAt: Time.nullable(),
    createdAt: Time,
  })
  .meta({ id: 'MachineClient' });

const WithKey = z.strictObject({
  client: ClientView,
  key: z
    .string()
    .nullable()
    .meta({ description: 'Shown this once; sent as bearer token. Null where the request was sent again' }),
});

const idempotent = z.object({ 'idempotency-key': IdempotencyKey });
const ClientParam = z.object({ id: Id });

/** The contract of machine clients: other systems that call in the name of a unit. */
export const routes = {
  createClient: {
    method: 'POST',
    path: '/admin/clients',
    summary: 'Makes a client of another system, with its first key',
    action: 'clients.configure',
    limit: 'administration',
    headers: idempotent,
    body: z.strictObject({
      name: z.string().trim().min(1).max(100),
      unit: UnitCode,
      scopes: z
        .array(z.enum(grantable))
        .min(1)
        .max(grantable.length)
        .meta({ description: 'What it may do, by the actions of the table of permissions' }),
      requestsPerMinute: z.number().int().min(1).max(6000).default(600),
    }),
    responses: { 201: WithKey },
  },
  listClients: {
    method: 'GET',
    path: '/admin/clients',
    summary: 'All clients, ended ones too',
    action: 'clients.configure',
    query: z.strictObject({
      cursor: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(50),
    }),
    responses: { 200: z.strictObject({ items: z.array(ClientView), nextCursor: z.string().nullable() }) },
  },
  rotateKey: {
    method: 'POST',
    path: '/admin/clients/{id}/keys',
    summary: 'Makes a new key; the ones before go on for a while',
    action: 'clients.configure',
    limit: 'administration',
    params: ClientParam,
    headers: idempotent,
    body: z.strictObject({
      overlapHours: z
        .number()
        .int()
        .min(0)
        .max(24 * 90)
        .default(168)
        .meta({ description: 'How long older keys are still taken; 0 ends them at once' }),
    }),
    responses: { 201: WithKey },
  },
  endKey: {
    method: 'DELETE',
    path: '/admin/clients/{id}/keys/{keyId}',
    summary: 'Ends a key: refused everywhere within 60 seconds',
    action: 'clients.configure',
    limit: 'administration',
    params: z.object({ id: Id, keyId: Id }),
    responses: { 200: ClientView },
  },
  endClient: {
    method: 'DELETE',
    path: '/admin/clients/{id}',
    summary: 'Ends a client and all its keys',
    action: 'clients.configure',
    limit: 'administration',
    params: ClientParam,
    responses: { 200: ClientView },
  },
} as const satisfies Routes;

/** What the gateway sends to this feature. */
export const gatewayPaths = ['/admin/clients', '/admin/clients/{proxy+}'] as const;
