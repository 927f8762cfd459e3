import * as z from 'zod';
import { Urgency } from '../shared/city/urgency.ts';
import { ReportStatus } from '../shared/report.ts';
import { Envelope } from './envelope.ts';

/** Everything that can happen to a report, by the event's detail-type. */
export const reportEventTypes = [
  'report.submitted',
  'report.categorised',
  'report.assigned',
  'report.accepted',
  'report.started',
  'report.asked',
  'report.waiting',
  'report.answered',
  'report.returned',
  'report.rejected',
  'report.resolved',
  'report.closed',
  'report.merged',
  'report.supported',
  'report.routed',
  'report.triaged',
  'report.extension-asked',
  'report.extended',
  'report.extension-refused',
  'report.resumed',
  'report.reopened',
  'report.withdrawn',
  'report.rated',
  'report.commented',
  'report.escalated',
  'report.reminded',
  'report.overdue',
] as const;
export const ReportEventType = z.enum(reportEventTypes);
export type ReportEventType = z.infer<typeof ReportEventType>;

/** The detail of a report's event: where the report stands after it. */
export const ReportEvent = Envelope.extend({
  aggregate: Envelope.shape.aggregate.extend({ type: z.literal('report') }),
  data: z.object({
    code: z.string(),
    status: ReportStatus,
    publicStatus: z.string(),
    category: z.string().nullable(),
    urgency: Urgency,
    /** Code of the unit that has it. */
    unit: z.string(),
    unitName: z.object({ vi: z.string(), en: z.string() }),
    reporterId: z.string(),
    assignee: z.string().nullable(),
    clockVersion: z.number().int(),
    /** With a decision that moved the clock: its version before, 0 for a new report. */
    previousClockVersion: z.number().int().optional(),
    /** It is late, and not solved. */
    overdue: z.boolean(),
    /** Who may read the entry that the event tells of. */
    audience: z.enum(['public', 'parties', 'office']),
    previousStatus: ReportStatus.optional(),
    previousUnit: z.string().optional(),
    outcome: z.string().optional(),
    rating: z.string().optional(),
    /** The step of the ladder that an escalation reached. */
    level: z.number().int().optional(),
    /** Which deadline an escalation is about. */
    missed: z.enum(['acceptance', 'resolution']).optional(),
    dueAt: z.string().optional(),
    /** Since when its time runs, and since when the unit has it; with each decision. */
    /** A deadline that has passed is not the first of this report. */
    again: z.boolean().optional(),
    /** When it was found to be late; with decisions on one that is or was. */
    overdueAt: z.string().optional(),
    clockStartedAt: z.string().optional(),
    turnStartedAt: z.string().optional(),
    /** The machine holds it possible that it is urgent, and a person has to say. */
    mayBeUrgent: z.boolean().optional(),
    /** Code of the report that goes on for a merged one. */
    mergedInto: z.string().optional(),
    /** Units that were asked for their view. */
    consulted: z.array(z.string()).optional(),
  }),
});
export type ReportEvent = z.infer<typeof ReportEvent>;

/** `report.accepted`, as it is heard. */
export const sampleReportEvent: ReportEvent = {
  id: '01KAR3T5Z0M8Q4V7X2C9B6N1PA',
  schema: 1,
  at: '2026-11-23T02:15:00.000Z',
  aggregate: { type: 'report', id: '01KAR3S0000000000000000000', version: 2 },
  actor: { role: 'official', accountId: 'hT3kq0vR9bWm2xYzLpQ8dA', unit: '19753' },
  data: {
    code: 'KHMTRWQA',
    status: 'accepted',
    publicStatus: 'processing',
    category: 'road_damage',
    urgency: 'normal',
    unit: '19753',
    unitName: { vi: 'Phường Phú Xuân', en: 'Phu Xuan Ward' },
    reporterId: 'n4Vb7sJc1pXe6uGfKw2yZQ',
    assignee: 'hT3kq0vR9bWm2xYzLpQ8dA',
    clockVersion: 2,
    previousClockVersion: 1,
    overdue: false,
    dueAt: '2026-12-03T02:15:00.000Z',
    clockStartedAt: '2026-11-23T01:40:00.000Z',
    turnStartedAt: '2026-11-23T01:40:00.000Z',
    audience: 'public',
    previousStatus: 'assigned',
  },
};
