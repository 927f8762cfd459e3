import * as z from 'zod';
import { type Actor, roles } from './access/actor.ts';
import { Time } from './identifiers.ts';

/** Who may read an entry or its note: everybody, the report's parties (reporter and offices), or the offices alone. */
export const Audience = z.enum(['public', 'parties', 'office']);
export type Audience = z.infer<typeof Audience>;

/**
 * What happened to an aggregate. Written in the same transaction as the change itself, an entry is what people see as
 * progress, the audit trail, and the outbox that events are published from.
 */
export const TimelineEntry = z.object({
  id: z.string(),
  /** The event's name: `report.accepted`. */
  type: z.string().regex(/^[a-z-]+\.[a-z-]+$/),
  at: Time,
  aggregate: z.object({ type: z.enum(['report', 'photo']), id: z.string(), version: z.number().int() }),
  actor: z.object({ role: z.enum(roles), accountId: z.string().nullable(), unit: z.string().nullable() }),
  /** What is published with the event. Codes and pseudonyms, no personal data, nothing that people wrote. */
  data: z.record(z.string(), z.unknown()),
  audience: Audience,
  /** What a person wrote with it, for those whom `noteAudience` names. Never published. */
  note: z.string().nullish(),
  noteAudience: Audience,
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
/** A day's entries on GSI5. */
export const entriesOfDay = (day: string, shard: number) => `ENTRIES#${day}#${shard}`;

/** The actor as an entry keeps it. */
export function actorOf({ role, accountId, unit }: Actor): TimelineEntry['actor'] {
  return { role, accountId, unit };
}
