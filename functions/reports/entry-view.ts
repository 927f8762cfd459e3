import * as z from 'zod';
import { Id, Time } from '../../shared/identifiers.ts';
import { ReportStatus } from '../../shared/report.ts';
import type { Audience, TimelineEntry } from '../../shared/timeline.ts';
import { mask } from '../../shared/triage/masking.ts';
import { publicStatuses } from './report.ts';
import type { ReportAudience } from './view.ts';

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
const details = [
  'unit',
  'previousUnit',
  'previousStatus',
  'category',
  'outcome',
  'rating',
  'level',
  'missed',
  'dueAt',
  'urgency',
  'mergedInto',
];

const State = z.object({
  status: ReportStatus.nullable().catch(null),
  publicStatus: z.enum(publicStatuses).nullable().catch(null),
});

/** Which entries and notes each of a report's audiences may read. */
const readable: Record<ReportAudience, readonly Audience[]> = {
  public: ['public'],
  reporter: ['public', 'parties'],
  official: ['public', 'parties', 'office'],
  monitor: ['public', 'parties', 'office'],
};

export const maySeeEntry = (entry: TimelineEntry, audience: ReportAudience) =>
  readable[audience].includes(entry.audience);

/** What was written with an entry, for those who may read it; for everybody without what identifies anybody. */
function textOf({ note, noteAudience }: TimelineEntry, audience: ReportAudience): string | null {
  if (typeof note !== 'string' || !readable[audience].includes(noteAudience)) return null;
  return audience === 'public' ? mask(note).text : note;
}

/** An entry for one audience: its text only where they may read it. */
export function entryViewOf(
  entry: TimelineEntry,
  reporterId: string,
  audience: ReportAudience,
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
    text: textOf(entry, audience),
    details: Object.fromEntries(
      details.flatMap((name) => {
        const value = entry.data[name];
        return typeof value === 'string' || typeof value === 'number' ? [[name, value]] : [];
      }),
    ),
  };
}
