import * as z from 'zod';
import type { Resource } from './access/permissions.ts';
import { aggregateKey } from './timeline.ts';

/** The states of a report (functions/reports/report.ts has the table of how they follow each other). */
export const reportStatuses = [
  'screening',
  'assigned',
  'accepted',
  'in_progress',
  'waiting_reporter',
  'waiting_third_party',
  'resolved',
  'closed',
  'rejected',
  'withdrawn',
  'merged',
] as const;
export const ReportStatus = z.enum(reportStatuses);
export type ReportStatus = z.infer<typeof ReportStatus>;

const notPublic: ReadonlySet<ReportStatus> = new Set(['screening', 'rejected', 'withdrawn', 'merged']);

/** Reports are public once an office has them, and no longer when they were refused, withdrawn or merged. */
export const isPublic = (status: ReportStatus) => !notPublic.has(status);

export const reportKey = (id: string) => ({ PK: aggregateKey('report', id), SK: 'REPORT' });
/** A person's reports on GSI1, by time. */
export const reporterPartition = (accountId: string) => `REPORTER#${accountId}`;

/** What permission on a report and all that hangs on it (photos) depends on. */
export function resourceOf(report: {
  reporterId: string;
  unit: { code: string };
  status: ReportStatus;
}): Resource {
  return { ownerId: report.reporterId, unit: report.unit.code, isPublic: isPublic(report.status) };
}
