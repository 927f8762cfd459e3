import * as z from 'zod';
import { type Actor, roles } from './access/actor.ts';
import { Time } from './identifiers.ts';

/** Who may read an entry or its note: everybody, the report's parties (reporter and offices), or the offices alone. */
export const Audience = z.enum(['public', 'parties', 'office']);
export type Audience = z.infer<typeof Audience>;

const aggregateTypes = ['report', 'photo', 'account', 'directory', 'client', 'audit'] as const;

/**
 * What happened to an aggregate. Written in the same transaction as the change itself, an entry is what people see as
 * progress, the audit trail, and the outbox that events are published from.
 */
export const TimelineEntry = z.object({
  id: z.string(),
  /** The event's name: `report.accepted`. */
  type: z.string().regex(/^[a-z-]+\.[a-z-]+$/),
  at: Time,
  aggregate: z.object({ type: z.enum(aggregateTypes), id: z.string(), version: z.number().int() }),
  actor: z.object({ role: z.enum(roles), accountId: z.string().nullable(), unit: z.string().nullable() }),
  /** What is published with the event. Codes and pseudonyms, no personal data, nothing that people wrote. */
  data: z.record(z.string(), z.unknown()),
  audience: Audience,
  /** What a person wrote with it, for those whom `noteAudience` names. Never published. */
  note: z.string().nullish(),
  noteAudience: Audience,
  /** The account whose personal data it concerns, where somebody else looked at it. */
  about: z.string().nullish(),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

/** An entry before it has its id. */
export type NewEntry = Omit<TimelineEntry, 'id'>;

/** Shards of a day's entries; the day is read whole only to publish again. */
export const entryShards = 4;

/** Keys of an aggregate's item and of its timeline. */
export const aggregateKey = (type: TimelineEntry['aggregate']['type'], id: string) =>
  `${type.toUpperCase()}#${id}`;
export const entryPrefix = 'EVENT#';
/** Looks at personal data and refused attempts: they change nothing, and are kept beside the timeline. */
export const auditPrefix = 'AUDIT#';
/** A day's entries on GSI5. */
export const entriesOfDay = (day: string, shard: number) => `ENTRIES#${day}#${shard}`;

/** What an account did, on GSI1; what was done in a unit's name, on GSI2 by month; looks at a person, on GSI8. */
export const entriesBy = (accountId: string) => `ENTRIES-BY#${accountId}`;
export const entriesOfUnit = (unit: string, month: string) => `ENTRIES-OF#${unit}#${month}`;
export const entriesAbout = (accountId: string) => `ENTRIES-ABOUT#${accountId}`;

/** The actor as an entry keeps it. */
export function actorOf({ role, accountId, unit }: Actor): TimelineEntry['actor'] {
  return { role, accountId, unit };
}
