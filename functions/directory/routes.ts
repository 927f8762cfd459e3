import * as z from 'zod';
import { postRoles } from '../../shared/access/actor.ts';
import { Unit, UnitCode, UnitsDocument } from '../../shared/city/directory.ts';
import { Day } from '../../shared/directory-record.ts';
import type { Routes } from '../../shared/http/route.ts';
import { rule } from '../../shared/http/validation.ts';
import { Id, IdempotencyKey, Time } from '../../shared/identifiers.ts';

/** A document and its place in the history are an item each of the table, which holds 400 kB at most. */
export const maxUnitsBytes = 300 * 1024;

const Version = z.number().int();

const UnitView = Unit.pick({
  code: true,
  kind: true,
  name: true,
  parent: true,
  contacts: true,
  from: true,
  to: true,
  successor: true,
}).meta({ id: 'Unit' });

const FileContent = z
  .string()
  .refine(
    (text) => Buffer.from(text, 'base64').toString('base64') === text,
    rule({ vi: 'Không phải base64', en: 'It is not base64' }),
  )
  .meta({ description: 'A CSV file in UTF-8, as base64', contentEncoding: 'base64' });

const DirectoryFiles = z
  .strictObject({
    units: FileContent.optional().meta({
      description:
        'units.csv, all units: code,kind,parent,name_vi,name_en,serves,phone,email,address,from,to,successor,lat,lng',
    }),
    posts: FileContent.optional().meta({
      description: 'posts.csv, all posts of now and later: login,name,unit,role,from,to',
    }),
  })
  .refine(
    ({ units, posts }) => units !== undefined || posts !== undefined,
    rule({ vi: 'Cần units hoặc posts', en: 'units or posts is needed' }),
  );

const DirectoryImported = z
  .strictObject({
    dryRun: z.boolean(),
    versions: z
      .strictObject({ units: Version.nullable(), posts: Version.nullable() })
      .meta({ description: 'In force after this; null where there is none' }),
    changed: z.boolean(),
    changes: z.strictObject({
      units: z.array(
        z.strictObject({
          code: z.string(),
          change: z.enum(['new', 'changed', 'ended']),
          fields: z.array(z.string()).optional(),
        }),
      ),
      posts: z.array(
        z.strictObject({
          login: z.string(),
          unit: z.string(),
          role: z.enum(postRoles),
          from: Day,
          to: Day.nullable(),
          change: z
            .enum(['new', 'changed', 'ends', 'dropped'])
            .meta({ description: 'dropped: it had not begun, and nothing is left of it' }),
          fields: z.array(z.string()).optional(),
        }),
      ),
    }),
  })
  .meta({ id: 'DirectoryImported' });

const OfficialView = z
  .strictObject({
    official: z.string().meta({ description: 'A pseudonym: stays the same from post to post' }),
    name: z.string(),
    post: z.string(),
    role: z.enum(postRoles),
    from: Day,
    to: Day.nullable(),
    delegatedTo: z
      .strictObject({ official: z.string(), name: z.string(), until: Day })
      .nullable()
      .meta({ description: 'Who acts in the post today besides' }),
  })
  .meta({ id: 'Official' });

const DelegationView = z
  .strictObject({
    id: Id,
    post: z.string(),
    unit: z.string(),
    role: z.enum(postRoles),
    by: z.string().meta({ description: 'Name of who holds the post' }),
    to: z.string().meta({ description: 'Name of who acts in it' }),
    from: Day,
    until: Day,
    endedAt: Time.nullable(),
  })
  .meta({ id: 'Delegation' });

/** The contract of the directory: the city's units, who works in them, who stands in for whom. */
export const routes = {
  listUnits: {
    method: 'GET',
    path: '/units',
    summary: 'The city, its communes, agencies and service companies, those that have ended too',
    action: 'units.read',
    responses: { 200: z.strictObject({ items: z.array(UnitView), nextCursor: z.null() }) },
    etag: true,
  },
  listOfficials: {
    method: 'GET',
    path: '/units/{code}/officials',
    summary: 'Who works in a unit today, and as what',
    action: 'directory.read-officials',
    params: z.object({ code: UnitCode }),
    responses: { 200: z.strictObject({ items: z.array(OfficialView), nextCursor: z.null() }) },
  },
  getUnits: {
    method: 'GET',
    path: '/admin/units',
    summary: 'The units in force',
    action: 'directory.configure',
    responses: { 200: z.strictObject({ version: Version, changedAt: Time, body: UnitsDocument }) },
    etag: true,
  },
  putUnits: {
    method: 'PUT',
    path: '/admin/units',
    summary: 'Replaces the units; in force within 15 seconds',
    action: 'directory.configure',
    limit: 'administration',
    headers: z.object({
      'if-match': z
        .string()
        .optional()
        .meta({ description: 'The ETag that was read; 412 when it changed since' }),
    }),
    body: UnitsDocument,
    maxBodyBytes: maxUnitsBytes,
    responses: {
      200: z
        .strictObject({
          version: Version,
          changedAt: Time.meta({ description: 'Since when this content is in force' }),
          changed: z.boolean().meta({ description: 'False where it was the same already' }),
        })
        .meta({ id: 'UnitsReplaced' }),
    },
  },
  importDirectory: {
    method: 'POST',
    path: '/admin/directory',
    summary: 'Checks files of units and posts and, unless it is a dry run, puts them in force together',
    action: 'directory.configure',
    limit: 'administration',
    query: z.strictObject({ dryRun: z.enum(['true', 'false']).default('false') }),
    body: DirectoryFiles,
    maxBodyBytes: 5 * 1024 * 1024,
    responses: { 200: DirectoryImported },
  },
  createDelegation: {
    method: 'POST',
    path: '/me/delegations',
    summary: 'Lets somebody else act in a post of the caller’s own for a time',
    action: 'posts.delegate',
    limit: 'account',
    headers: z.object({ 'idempotency-key': IdempotencyKey }),
    body: z.strictObject({
      post: z.string().min(1).max(100),
      to: z.string().min(1).max(128).meta({ description: 'The login of who will act in it' }),
      from: Day,
      until: Day.meta({ description: 'The last day' }),
    }),
    responses: { 201: DelegationView },
  },
  listDelegations: {
    method: 'GET',
    path: '/me/delegations',
    summary: 'The delegations that the caller gave and got, the latest 100 of each',
    action: 'posts.delegate',
    responses: {
      200: z.strictObject({ given: z.array(DelegationView), received: z.array(DelegationView) }),
    },
  },
  endDelegation: {
    method: 'DELETE',
    path: '/me/delegations/{id}',
    summary: 'Ends a delegation that the caller gave, before its time',
    action: 'posts.delegate',
    limit: 'account',
    params: z.object({ id: Id }),
    responses: { 200: DelegationView },
  },
} as const satisfies Routes;

/** What the gateway sends to this feature. */
export const gatewayPaths = [
  '/units',
  '/units/{code}/officials',
  '/admin/units',
  '/admin/directory',
  '/me/delegations',
  '/me/delegations/{proxy+}',
] as const;
