import * as z from 'zod';
import type { Actor } from '../../shared/access/actor.ts';
import { CategoryCode, Point } from '../../shared/city/directory.ts';
import { Duration } from '../../shared/city/duration.ts';
import { Urgency } from '../../shared/city/urgency.ts';
import { Time } from '../../shared/identifiers.ts';
import { ReportStatus } from '../../shared/report.ts';
import { Triage } from './triage-record.ts';
import { actorOf, type Audience, type NewEntry } from '../../shared/timeline.ts';

/** Absent in storage, null in code. */
const optional = <S extends z.ZodType>(schema: S) => schema.nullish().transform((value) => value ?? null);

/** A unit as a report names it: code and names as they were when the report went to it. */
export const HandlingUnit = z.object({
  code: z.string(),
  name: z.object({ vi: z.string(), en: z.string() }),
});
export type HandlingUnit = z.infer<typeof HandlingUnit>;

/** How a report ended, apart from its state: closed is not always fixed. */
export const Outcome = z.enum(['fixed', 'partly', 'cannot_fix', 'out_of_scope', 'withdrawn', 'duplicate']);

/** hài lòng, chấp nhận, không hài lòng. */
export const RatingValue = z.enum(['satisfied', 'acceptable', 'dissatisfied']);

/** More time that an office asked its leader for. */
const Extension = z.object({
  duration: Duration,
  askedAt: Time,
  state: z.enum(['asked', 'granted', 'refused']),
});

/** A citizen's report and where it stands. Times are RFC 3339 in UTC by the city's clock. */
export const Report = z.object({
  id: z.string(),
  code: z.string(),
  /** Moves with each decision on the report; ETag and If-Match. */
  version: z.number().int().positive(),
  reporterId: z.string(),
  description: z.string(),
  location: Point,
  address: optional(z.string()),
  category: optional(CategoryCode),
  urgency: Urgency,
  commune: z.string(),
  /** The commune was found without boundaries, by the nearest known point. */
  communeIsGuess: z.boolean(),
  unit: HandlingUnit,
  assignee: optional(z.string()),
  status: ReportStatus,
  outcome: optional(Outcome),
  photoIds: z.array(z.string()),
  question: optional(z.string()),
  waitingFor: optional(z.string()),
  resolution: optional(z.object({ done: z.string(), photoIds: z.array(z.string()), at: Time })),
  rating: optional(z.object({ rating: RatingValue, reason: optional(z.string()), at: Time })),
  createdAt: Time,
  updatedAt: Time,
  /** When it has to be solved. Moves on when a pause ends and with an extension. */
  dueAt: Time,
  /** The version of the city's deadlines that it was given, and keeps. */
  deadlinesVersion: z.number().int(),
  /** Since when its time runs: its submission, or when it was reopened. */
  clockStartedAt: Time,
  /** Since when the office that has it has it. */
  turnStartedAt: Time,
  /** Since when its clock stands still. */
  pausedAt: optional(Time),
  /** When that ends by itself. */
  waitEndsAt: optional(Time),
  /** How long it stood still before, by the clock and in working minutes. */
  pausedMinutes: z.object({ clock: z.number(), working: z.number() }),
  /** Moves whenever a decision changes what comes next by itself; names the workflow's execution. */
  clockVersion: z.number().int(),
  acceptDueAt: optional(Time),
  /** When the report next asks for attention by itself; null when it never will. */
  nextDueAt: optional(Time),
  remindedAt: optional(Time),
  /** When a deadline of it was first found to have passed. */
  overdueAt: optional(Time),
  /** That its present deadline has passed was told. */
  overdueTold: z.boolean(),
  /** Steps of the ladder taken since it was not accepted, and since it was not solved in time. */
  acceptLevel: z.number().int().min(0),
  overdueLevel: z.number().int().min(0),
  /** The higher of the two, as far as it still matters. */
  escalationLevel: z.number().int().min(0),
  extension: optional(Extension),
  /** People besides its reporter who said that it concerns them too, and reports merged into it. */
  demand: z.number().int().min(0),
  /** The report that goes on for this one. */
  mergedInto: optional(z.object({ id: z.string(), code: z.string() })),
  /** What the machine made of it; null until it has. */
  triage: optional(Triage),
});
export type Report = z.infer<typeof Report>;

export const publicStatuses = ['received', 'processing', 'done'] as const;
export type PublicStatus = (typeof publicStatuses)[number];

/** What the public is told: Đã tiếp nhận, Đang xử lý, Đã xử lý. */
export const publicStatusOf: Record<ReportStatus, PublicStatus> = {
  screening: 'received',
  assigned: 'received',
  accepted: 'processing',
  in_progress: 'processing',
  waiting_reporter: 'processing',
  waiting_third_party: 'processing',
  resolved: 'done',
  closed: 'done',
  rejected: 'done',
  withdrawn: 'done',
  merged: 'done',
};

/** Somebody still has to do something about it. */
export const isOpen = (status: ReportStatus) => publicStatusOf[status] !== 'done';

/** A change of a report: its new state and the timeline entry that is written with it. */
export interface Change {
  report: Report;
  entry: NewEntry;
  /** Photos that this change takes. */
  takes: readonly string[];
  /** The report that this one is merged into, before and after, and who follows it from now on. */
  joins?: { before: Report; after: Report; follower: string };
}

/**
 * What others hear of a report's clock with a decision: the times that its punctuality is measured by, and the clock's
 * version before where the decision moved it (0 for a new report).
 */
export function clockData(before: Report | null, after: Report): Record<string, unknown> {
  return {
    dueAt: after.dueAt,
    ...(after.overdueAt !== null && { overdueAt: after.overdueAt }),
    clockStartedAt: after.clockStartedAt,
    turnStartedAt: after.turnStartedAt,
    ...(before?.clockVersion !== after.clockVersion && { previousClockVersion: before?.clockVersion ?? 0 }),
  };
}

/** The timeline entry of a change. Its data is what other features hear: codes and pseudonyms, nothing people wrote. */
export function entryOf(
  report: Report,
  type: string,
  actor: Actor,
  now: Date,
  options: {
    audience?: Audience;
    note?: string | null | undefined;
    noteAudience?: Audience;
    data?: Record<string, unknown>;
  } = {},
): NewEntry {
  return {
    type,
    at: now.toISOString(),
    aggregate: { type: 'report', id: report.id, version: report.version },
    actor: actorOf(actor),
    audience: options.audience ?? 'public',
    note: options.note ?? null,
    noteAudience: options.noteAudience ?? 'parties',
    data: {
      code: report.code,
      status: report.status,
      publicStatus: publicStatusOf[report.status],
      category: report.category,
      urgency: report.urgency,
      unit: report.unit.code,
      unitName: report.unit.name,
      reporterId: report.reporterId,
      assignee: report.assignee,
      clockVersion: report.clockVersion,
      overdue: report.overdueTold && isOpen(report.status),
      ...options.data,
    },
  };
}
