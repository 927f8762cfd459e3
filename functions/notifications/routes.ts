import * as z from 'zod';
import type { Routes } from '../../shared/http/route.ts';
import { Id, Time } from '../../shared/identifiers.ts';

/** A notice as its reader sees it, in their language. */
export const NoticeView = z
  .strictObject({
    id: Id,
    at: Time,
    kind: z.string().meta({ description: 'What happened: the event, such as report.accepted' }),
    text: z.string(),
    report: z.strictObject({ id: Id, code: z.string().nullable(), link: z.string() }),
  })
  .meta({ id: 'Notice' });

/** The contract of notifications. */
export const routes = {
  readInbox: {
    method: 'GET',
    path: '/me/inbox',
    summary: "What the caller is told, the newest first; officials also read their unit's",
    action: 'inbox.read',
    query: z.strictObject({
      cursor: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(20),
    }),
    responses: { 200: z.strictObject({ items: z.array(NoticeView), nextCursor: z.string().nullable() }) },
    etag: true,
  },
} as const satisfies Routes;

/** What the gateway sends to this feature. */
export const gatewayPaths = ['/me/inbox'] as const;
