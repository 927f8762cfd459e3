import * as z from 'zod';
import type { Actor } from '../../shared/access/actor.ts';
import { can } from '../../shared/access/permissions.ts';
import { CategoryCode, Point } from '../../shared/city/directory.ts';
import { Duration } from '../../shared/city/duration.ts';
import { Urgency } from '../../shared/city/urgency.ts';
import type { Language } from '../../shared/http/language.ts';
import { Id, Time } from '../../shared/identifiers.ts';
import { ReportStatus, resourceOf } from '../../shared/report.ts';
import { isOverdue, isPaused } from './clock.ts';
import { mask } from '../../shared/triage/masking.ts';
import { Triage } from './triage-record.ts';
import { Outcome, publicStatuses, publicStatusOf, RatingValue, type Report } from './report.ts';

const PhotoLinks = z.strictObject({ id: Id, small: z.string(), large: z.string() }).meta({
  id: 'PhotoLinks',
  description: 'Addresses that redirect to the pictures of at most 320 and 1,600 pixels',
});

const Rating = z.strictObject({ rating: RatingValue, at: Time });

/** What everybody may know of a report. */
const common = {
  id: Id,
  code: z.string().meta({ description: 'Eight letters to say on the phone' }),
  status: ReportStatus,
  publicStatus: z.enum(publicStatuses),
  outcome: Outcome.nullable(),
  category: CategoryCode.nullable(),
  urgency: Urgency,
  description: z.string(),
  location: Point,
  address: z.string().nullable(),
  commune: z.strictObject({ code: z.string(), isGuess: z.boolean() }),
  unit: z.strictObject({ code: z.string(), name: z.string() }),
  photos: z.array(PhotoLinks),
  resolution: z.strictObject({ done: z.string(), at: Time, photos: z.array(PhotoLinks) }).nullable(),
  rating: Rating.nullable(),
  createdAt: Time,
  updatedAt: Time,
  dueAt: Time.meta({ description: 'When it has to be solved; moves on while its clock stands still' }),
  overdue: z.boolean().meta({ description: 'It should have been solved by now, and is not' }),
  demand: z.number().int().meta({ description: 'People besides its reporter whom it concerns' }),
  mergedInto: z
    .strictObject({ id: Id, code: z.string() })
    .nullable()
    .meta({ description: 'The report that goes on for this one' }),
  paused: z.boolean().meta({ description: 'Its clock stands still: the office waits for somebody else' }),
  links: z.strictObject({ self: z.string(), timeline: z.string() }),
};

/** What its reporter knows besides. */
const parties = {
  rating: Rating.extend({ reason: z.string().nullable() }).nullable(),
  question: z.string().nullable().meta({ description: 'What the office asks its reporter' }),
};

/** What the offices that handle it know besides. */
const office = {
  office: z.strictObject({
    assignee: z.string().nullable(),
    acceptDueAt: Time.nullable(),
    waitingFor: z.string().nullable(),
    waitEndsAt: Time.nullable().meta({ description: 'When it is back at the office by itself' }),
    extension: z
      .strictObject({ duration: Duration, state: z.enum(['asked', 'granted', 'refused']) })
      .nullable(),
    escalationLevel: z.number().int(),
    triage: Triage.nullable().meta({ description: 'What the machine made of it; null until it has' }),
  }),
};

/** What the monitoring centre knows besides: which account it is from. Whose that is takes a look with a reason. */
const monitoring = { reporter: z.strictObject({ account: z.string() }) };

const views = {
  public: z.strictObject({ audience: z.literal('public'), ...common }).meta({ id: 'PublicReport' }),
  reporter: z
    .strictObject({ audience: z.literal('reporter'), ...common, ...parties })
    .meta({ id: 'ReporterReport' }),
  official: z
    .strictObject({ audience: z.literal('official'), ...common, ...parties, ...office })
    .meta({ id: 'OfficialReport' }),
  monitor: z
    .strictObject({ audience: z.literal('monitor'), ...common, ...parties, ...office, ...monitoring })
    .meta({ id: 'MonitorReport' }),
};

/** A report as clients see it: a schema for each audience, so that no field reaches one that it is not meant for. */
export const ReportView = z
  .discriminatedUnion('audience', [views.public, views.reporter, views.official, views.monitor])
  .meta({ id: 'Report', description: 'What is shown depends on for whom: `audience`' });

/** Who reads a report: everybody, its reporter, the offices that handle it, the monitoring centre. */
export type ReportAudience = keyof typeof views;

const photoLinks = (id: string) => ({ id, small: `/v1/photos/${id}/320`, large: `/v1/photos/${id}/1600` });

/** As whom a caller reads a report. */
export function audienceOf(report: Report, actor: Actor): ReportAudience {
  const resource = resourceOf(report);
  if (can(actor, 'reports.see-reporter', resource)) return 'monitor';
  if (can(actor, 'reports.see-office', resource)) return 'official';
  return can(actor, 'reports.own', resource) ? 'reporter' : 'public';
}

/** A report for one caller, in their language, as it stands now. */
export function viewOf(
  report: Report,
  actor: Actor,
  language: Language,
  now: Date,
): z.input<typeof ReportView> {
  const { rating } = report;
  const shown = {
    id: report.id,
    code: report.code,
    status: report.status,
    publicStatus: publicStatusOf[report.status],
    outcome: report.outcome,
    category: report.category,
    urgency: report.urgency,
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
    rating: rating && { rating: rating.rating, at: rating.at },
    createdAt: report.createdAt,
    updatedAt: report.updatedAt,
    dueAt: report.dueAt,
    overdue: isOverdue(report, now),
    paused: isPaused(report),
    demand: report.demand,
    mergedInto: report.mergedInto,
    links: { self: `/v1/reports/${report.id}`, timeline: `/v1/reports/${report.id}/timeline` },
  };
  const toParties = { ...shown, rating, question: report.question };
  const toOffices = {
    ...toParties,
    office: {
      assignee: report.assignee,
      acceptDueAt: report.acceptDueAt,
      waitingFor: report.waitingFor,
      waitEndsAt: report.waitEndsAt,
      extension: report.extension && { duration: report.extension.duration, state: report.extension.state },
      escalationLevel: report.escalationLevel,
      triage: report.triage,
    },
  };
  const audience = audienceOf(report, actor);
  switch (audience) {
    case 'public':
      return { audience, ...masked(shown) };
    case 'reporter':
      return { audience, ...toParties };
    case 'official':
      return { audience, ...toOffices };
    case 'monitor':
      return { audience, ...toOffices, reporter: { account: report.reporterId } };
  }
}

/** What everybody may read of what people wrote: without what identifies anybody. */
function masked<
  T extends { description: string; address: string | null; resolution: { done: string } | null },
>(shown: T): T {
  const { description, address, resolution } = shown;
  return {
    ...shown,
    description: mask(description).text,
    address: address && mask(address).text,
    resolution: resolution && { ...resolution, done: mask(resolution.done).text },
  };
}
