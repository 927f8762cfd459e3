import * as z from 'zod';
import type { Actor } from '../../shared/access/actor.ts';
import { can } from '../../shared/access/permissions.ts';
import { CategoryCode, Point } from '../../shared/city/directory.ts';
import type { Language } from '../../shared/http/language.ts';
import { Id, Time } from '../../shared/identifiers.ts';
import { ReportStatus, resourceOf } from '../../shared/report.ts';
import type { Audience } from '../../shared/timeline.ts';
import { type TimelineEntry } from '../../shared/timeline.ts';
import { Outcome, publicStatuses, publicStatusOf, RatingValue, type Report } from './report.ts';

const PhotoLinks = z.strictObject({ id: Id, small: z.string(), large: z.string() }).meta({
  id: 'PhotoLinks',
  description: 'Addresses that redirect to the pictures of at most 320 and 1,600 pixels',
});

/** A report as clients see it. What only some may see is left out for the others. */
export const ReportView = z
  .strictObject({
    id: Id,
    code: z.string().meta({ description: 'Eight letters to say on the phone' }),
    status: ReportStatus,
    publicStatus: z.enum(publicStatuses),
    outcome: Outcome.nullable(),
    category: CategoryCode.nullable(),
    description: z.string(),
    location: Point,
    address: z.string().nullable(),
    commune: z.strictObject({ code: z.string(), isGuess: z.boolean() }),
    unit: z.strictObject({ code: z.string(), name: z.string() }),
    photos: z.array(PhotoLinks),
    resolution: z.strictObject({ done: z.string(), at: Time, photos: z.array(PhotoLinks) }).nullable(),
    rating: z
      .strictObject({ rating: RatingValue, at: Time, reason: z.string().nullable().optional() })
      .nullable()
      .meta({ description: 'The reason is shown to the reporter and the offices' }),
    createdAt: Time,
    updatedAt: Time,
    dueAt: Time,
    question: z
      .string()
      .nullable()
      .optional()
      .meta({ description: 'What the office asks its reporter; parties only' }),
    office: z
      .strictObject({
        assignee: z.string().nullable(),
        acceptDueAt: Time.nullable(),
        waitingFor: z.string().nullable(),
        escalationLevel: z.number().int(),
      })
      .optional()
      .meta({ description: 'For the offices that handle it' }),
    links: z.strictObject({ self: z.string(), timeline: z.string() }),
  })
  .meta({ id: 'Report' });

const photoLinks = (id: string) => ({ id, small: `/v1/photos/${id}/320`, large: `/v1/photos/${id}/1600` });

/** A report for one caller, in their language. */
export function viewOf(report: Report, actor: Actor, language: Language): z.input<typeof ReportView> {
  const circle = circleOf(report, actor);
  return {
    id: report.id,
    code: report.code,
    status: report.status,
    publicStatus: publicStatusOf[report.status],
    outcome: report.outcome,
    category: report.category,
    description: report.description,
    location: report.location,
    address: report.address,
    commune: { code: report.commune, isGuess: report.communeIsGuess },
    unit: { code: report.unit.code, name: report.unit.name[language] },
    photos: report.photoIds.map(photoLinks),
    resolution: report.resolution && {
      done: report.resolution.done,
      at: report.resolution.at,
      photos: report.resolution.photoIds.map(photoLinks),
    },
    rating: report.rating && {
      rating: report.rating.rating,
      at: report.rating.at,
      ...(circle !== 'public' && { reason: report.rating.reason }),
    },
    createdAt: report.createdAt,
    updatedAt: report.updatedAt,
    dueAt: report.dueAt,
    ...(circle !== 'public' && { question: report.question }),
    ...(circle === 'office' && {
      office: {
        assignee: report.assignee,
        acceptDueAt: report.acceptDueAt,
        waitingFor: report.waitingFor,
        escalationLevel: report.escalationLevel,
      },
    }),
    links: { self: `/v1/reports/${report.id}`, timeline: `/v1/reports/${report.id}/timeline` },
  };
}

/** One line of a report's story. */
export const EntryView = z
  .strictObject({
    id: Id,
    type: z.string().meta({ description: 'What happened: accepted, resolved, commented …' }),
    at: Time,
    by: z.enum(['reporter', 'office', 'system']),
    unit: z.string().nullable().meta({ description: 'Code of the unit that acted' }),
    status: ReportStatus.nullable(),
    publicStatus: z.enum(publicStatuses).nullable(),
    text: z.string().nullable(),
    details: z.record(z.string(), z.union([z.string(), z.number()])),
  })
  .meta({ id: 'TimelineEntry' });

/** What of an entry's data a reader may learn beside the state; accounts stay inside. */
const details = ['unit', 'previousUnit', 'previousStatus', 'category', 'outcome', 'rating', 'level', 'dueAt'];

const State = z.object({
  status: ReportStatus.nullable().catch(null),
  publicStatus: z.enum(publicStatuses).nullable().catch(null),
});

const circles: Record<Audience, readonly Audience[]> = {
  public: ['public'],
  parties: ['public', 'parties'],
  office: ['public', 'parties', 'office'],
};

/** Which circle of a report's readers the caller belongs to: the office's, its reporter's, or the public. */
export function circleOf(report: Report, actor: Actor): Audience {
  const resource = resourceOf(report);
  if (can(actor, 'reports.handle', resource)) return 'office';
  return can(actor, 'reports.own', resource) ? 'parties' : 'public';
}

export const maySeeEntry = (entry: TimelineEntry, circle: Audience) =>
  circles[circle].includes(entry.audience);

/** An entry for one circle of readers: its text only where they may read it. */
export function entryViewOf(
  entry: TimelineEntry,
  reporterId: string,
  circle: Audience,
): z.input<typeof EntryView> {
  const state = State.parse(entry.data);
  const { role, accountId } = entry.actor;
  return {
    id: entry.id,
    type: entry.type.replace(/^report\./, ''),
    at: entry.at,
    by: role === 'system' ? 'system' : accountId === reporterId ? 'reporter' : 'office',
    unit: entry.actor.unit,
    status: state.status,
    publicStatus: state.publicStatus,
    text: circles[circle].includes(entry.noteAudience) ? (entry.note ?? null) : null,
    details: Object.fromEntries(
      details.flatMap((name) => {
        const value = entry.data[name];
        return typeof value === 'string' || typeof value === 'number' ? [[name, value]] : [];
      }),
    ),
  };
}
