import * as z from 'zod';
import type { Routes } from '../../shared/http/route.ts';
import { Id, Time } from '../../shared/identifiers.ts';
import { Preferences } from './preferences.ts';
import { NoticeRow, NoticesDocument } from './routing-table.ts';

/** A notice as its reader sees it, in their language. */
export const NoticeView = z
  .strictObject({
    id: Id,
    at: Time,
    kind: z.string().meta({ description: 'What happened: the event, such as report.accepted' }),
    text: z.string(),
    read: z
      .boolean()
      .meta({ description: 'By this reader; an office’s inbox is read by each for themselves' }),
    report: z
      .strictObject({ id: Id, code: z.string().nullable(), link: z.string() })
      .nullable()
      .meta({ description: 'Null where it is about no single report: a digest' }),
  })
  .meta({ id: 'Notice' });

const noticeId = z.object({ id: Id });
const Text = z.strictObject({ vi: z.string(), en: z.string() });
const IfMatch = z.object({
  'if-match': z
    .string()
    .optional()
    .meta({ description: 'The ETag that was read; 412 when it changed since' }),
});

/** A browser as it describes itself (PushSubscription of the Push API), without what the city does not need. */
const Subscribing = z.strictObject({
  endpoint: z.url().max(1000),
  keys: z.strictObject({
    p256dh: z.string().regex(/^[\w-]{80,100}={0,2}$/),
    auth: z.string().regex(/^[\w-]{20,30}={0,2}$/),
  }),
  device: z.string().min(1).max(100).optional(),
});

const SubscriptionView = z
  .strictObject({ id: z.string(), device: z.string().nullable(), createdAt: Time })
  .meta({ id: 'PushSubscription' });

const own = { action: 'inbox.read', limit: 'inbox' } as const;
const configure = { action: 'city.configure', limit: 'administration' } as const;

/** The contract of notifications. */
export const routes = {
  readInbox: {
    method: 'GET',
    path: '/me/inbox',
    summary: "What the caller is told, the newest first; officials also read their unit's",
    action: 'inbox.read',
    query: z.strictObject({
      state: z
        .enum(['all', 'unread', 'archived'])
        .default('all')
        .meta({ description: 'all: everything but what was archived' }),
      cursor: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(20),
    }),
    responses: { 200: z.strictObject({ items: z.array(NoticeView), nextCursor: z.string().nullable() }) },
    etag: true,
  },
  countUnread: {
    method: 'GET',
    path: '/me/inbox/unread-count',
    summary: 'How many notices are unread, among the newest 100 that can be',
    action: 'inbox.read',
    responses: {
      200: z.strictObject({
        count: z.number().int(),
        more: z.boolean().meta({ description: 'There are older ones that were not counted: show 100+' }),
      }),
    },
    etag: true,
  },
  markAllRead: {
    method: 'POST',
    path: '/me/inbox/read-all',
    summary: 'Marks as read all that has come until now',
    ...own,
    responses: { 204: null },
  },
  markRead: {
    method: 'POST',
    path: '/me/inbox/{id}/read',
    summary: 'Marks a notice as read, for the caller alone',
    ...own,
    params: noticeId,
    responses: { 204: null },
  },
  archiveNotice: {
    method: 'POST',
    path: '/me/inbox/{id}/archive',
    summary: 'Puts a notice away, for the caller alone; it is read then',
    ...own,
    params: noticeId,
    responses: { 204: null },
  },
  noticeArrived: {
    method: 'POST',
    path: '/me/inbox/{id}/arrived',
    summary: 'The app says that the push about a notice has arrived',
    ...own,
    params: noticeId,
    responses: { 204: null },
  },

  getNoticePreferences: {
    method: 'GET',
    path: '/me/notice-preferences',
    summary: 'By which channels the caller is told what, and when not; the inbox has everything',
    action: 'inbox.read',
    responses: { 200: Preferences },
    etag: true,
  },
  putNoticePreferences: {
    method: 'PUT',
    path: '/me/notice-preferences',
    summary: 'Replaces these choices as a whole',
    ...own,
    headers: IfMatch,
    body: Preferences,
    responses: { 200: Preferences },
  },
  listPushSubscriptions: {
    method: 'GET',
    path: '/me/push-subscriptions',
    summary: "The caller's browsers that pushes go to, and the key to subscribe another one with",
    action: 'inbox.read',
    responses: {
      200: z.strictObject({
        items: z.array(SubscriptionView),
        nextCursor: z.null(),
        applicationServerKey: z
          .string()
          .nullable()
          .meta({ description: 'For pushManager.subscribe; null where the city has no push notices yet' }),
      }),
    },
    etag: true,
  },
  createPushSubscription: {
    method: 'POST',
    path: '/me/push-subscriptions',
    summary: 'Sends pushes to a browser from now on; the same one again changes nothing',
    ...own,
    body: Subscribing,
    responses: { 201: SubscriptionView },
  },
  deletePushSubscription: {
    method: 'DELETE',
    path: '/me/push-subscriptions/{id}',
    summary: 'Sends no more pushes to a browser',
    ...own,
    params: z.object({ id: z.string().regex(/^[\w-]{22}$/) }),
    responses: { 204: null },
  },

  getNotices: {
    method: 'GET',
    path: '/admin/notices',
    summary: 'The routing table of notices in force; version 0 is the one that the city came with',
    action: 'city.configure',
    responses: {
      200: z.strictObject({ version: z.number().int(), changedAt: Time.nullable(), body: NoticesDocument }),
    },
    etag: true,
  },
  putNotices: {
    method: 'PUT',
    path: '/admin/notices',
    summary: 'Replaces the routing table of notices; in force within 15 seconds',
    ...configure,
    headers: IfMatch,
    body: NoticesDocument,
    maxBodyBytes: 300 * 1024,
    responses: {
      200: z.strictObject({ version: z.number().int(), changedAt: Time.nullable(), changed: z.boolean() }),
    },
  },
  previewNotice: {
    method: 'POST',
    path: '/admin/notices/preview',
    summary: 'A row filled in with samples, in both languages; nothing is changed or sent',
    ...configure,
    body: z.strictObject({ row: NoticeRow }),
    responses: {
      200: z.strictObject({
        inbox: Text,
        push: Text.nullable(),
        zalo: z
          .strictObject({
            templateId: z.string(),
            data: z.strictObject({
              vi: z.record(z.string(), z.string()),
              en: z.record(z.string(), z.string()),
            }),
          })
          .nullable(),
        email: z.strictObject({ subject: Text, text: Text }).nullable(),
      }),
    },
  },
} as const satisfies Routes;

/** What the gateway sends to this feature. */
export const gatewayPaths = [
  '/me/inbox',
  '/me/inbox/{proxy+}',
  '/me/notice-preferences',
  '/me/push-subscriptions',
  '/me/push-subscriptions/{proxy+}',
  '/admin/notices',
  '/admin/notices/{proxy+}',
] as const;
