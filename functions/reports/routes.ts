import * as z from 'zod';
import { CategoryCode } from '../../shared/city/directory.ts';
import type { Routes } from '../../shared/http/route.ts';
import { Code, Id } from '../../shared/identifiers.ts';
import { IdempotencyKey } from '../../shared/identifiers.ts';
import { ReportStatus } from '../../shared/report.ts';
import { BoundingBox } from './bounding-box.ts';
import { CommentBody } from './comment.ts';
import { RatingBody } from './rating.ts';
import { publicStatuses } from './report.ts';
import { SubmissionBody } from './submission.ts';
import { Command } from './commands.ts';
import { EntryView } from './entry-view.ts';
import { ReporterIdentity, ReporterLook } from './reporter-look.ts';
import { SimilarBody, SimilarView } from './similar.ts';
import { ReportView } from './view.ts';

const paging = {
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
};

const pageOf = <S extends z.ZodType>(item: S) =>
  z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });

const selectors = ['bbox', 'unit', 'updatedAfter', 'code'] as const;

const ListQuery = z
  .strictObject({
    code: Code.optional(),
    bbox: BoundingBox.optional(),
    unit: z.string().min(1).max(20).optional(),
    updatedAfter: z.iso
      .datetime({ offset: true })
      .transform((text) => new Date(text).toISOString())
      .optional(),
    status: z.union([ReportStatus, z.enum(publicStatuses)]).optional(),
    category: CategoryCode.optional(),
    ...paging,
  })
  .check((context) => {
    const given = selectors.filter((name) => context.value[name] !== undefined);
    for (const name of given.slice(1)) {
      context.issues.push({
        code: 'custom',
        input: context.value[name],
        path: [name],
        message: `not together with ${given[0]}`,
        params: {
          text: {
            vi: `Không dùng chung với ${given[0]}`,
            en: `It cannot be given together with ${given[0]}`,
          },
        },
      });
    }
  });

const ReportId = z.object({ id: Id });

/** The contract of field reports. */
export const routes = {
  createReport: {
    method: 'POST',
    path: '/reports',
    summary: 'Report what is wrong somewhere in the city',
    action: 'reports.create',
    limit: 'reports',
    headers: z.object({ 'idempotency-key': IdempotencyKey }),
    body: SubmissionBody,
    responses: { 201: ReportView },
  },
  listReports: {
    method: 'GET',
    path: '/reports',
    summary: 'Public reports: by code, place, unit or change; the newest without any of them',
    action: 'reports.list-public',
    query: ListQuery,
    responses: { 200: pageOf(ReportView) },
    etag: true,
  },
  findSimilar: {
    method: 'POST',
    path: '/reports/similar',
    summary: 'Open reports that are likely about what is about to be sent, to follow instead',
    action: 'reports.list-public',
    limit: 'searches',
    body: SimilarBody,
    responses: { 200: z.strictObject({ items: z.array(SimilarView), nextCursor: z.null() }) },
  },
  getReport: {
    method: 'GET',
    path: '/reports/{id}',
    summary: 'One report',
    action: 'reports.read',
    params: ReportId,
    responses: { 200: ReportView },
    etag: true,
  },
  getTimeline: {
    method: 'GET',
    path: '/reports/{id}/timeline',
    summary: 'What has happened to a report, from its beginning',
    action: 'reports.read',
    params: ReportId,
    query: z.strictObject(paging),
    responses: { 200: pageOf(EntryView) },
    etag: true,
  },
  lookAtReporter: {
    method: 'POST',
    path: '/reports/{id}/reporter',
    summary: 'Who reported it: each look is recorded with its reason, and its reporter can see it',
    action: 'reports.see-reporter',
    limit: 'decisions',
    params: ReportId,
    body: ReporterLook,
    responses: { 200: ReporterIdentity },
  },
  transitionReport: {
    method: 'POST',
    path: '/reports/{id}/transitions',
    summary: 'Decide on a report: accept, resolve, return …',
    action: 'reports.decide',
    limit: 'decisions',
    params: ReportId,
    body: Command,
    responses: { 200: ReportView },
    ifMatch: true,
  },
  supportReport: {
    method: 'POST',
    path: '/reports/{id}/me-too',
    summary: 'It concerns the caller too: they follow it, and it stands further up in its queue. Once each',
    action: 'reports.support',
    limit: 'comments',
    params: ReportId,
    responses: { 200: ReportView },
  },
  rateReport: {
    method: 'POST',
    path: '/reports/{id}/rating',
    summary: 'Rate the result as its reporter',
    action: 'reports.rate',
    limit: 'comments',
    params: ReportId,
    body: RatingBody,
    responses: { 200: ReportView },
  },
  commentReport: {
    method: 'POST',
    path: '/reports/{id}/comments',
    summary: 'Say something about a report as its reporter or its office',
    action: 'reports.comment',
    limit: 'comments',
    params: ReportId,
    headers: z.object({ 'idempotency-key': IdempotencyKey.optional() }),
    body: CommentBody,
    responses: { 201: EntryView },
  },
  listOwnReports: {
    method: 'GET',
    path: '/me/reports',
    summary: "The caller's own reports, the newest first",
    action: 'reports.list-own',
    query: z.strictObject(paging),
    responses: { 200: pageOf(ReportView) },
    etag: true,
  },
  listQueue: {
    method: 'GET',
    path: '/units/{code}/queue',
    summary: "A unit's open reports by due time",
    action: 'reports.list-queue',
    params: z.object({ code: z.string().min(1).max(20) }),
    query: z.strictObject({ status: ReportStatus.optional(), ...paging }),
    responses: { 200: pageOf(ReportView) },
    etag: true,
  },
} as const satisfies Routes;

/** What the gateway sends to this feature. */
export const gatewayPaths = ['/reports', '/reports/{proxy+}', '/me/reports', '/units/{code}/queue'] as const;
