import * as z from 'zod';
import { roles } from '../shared/access/actor.ts';
import { Time } from '../shared/identifiers.ts';

/**
 * What every event on the city's bus has in common. An event is a timeline entry as others hear it: source
 * `city.<feature>`, detail-type the entry's type (`report.accepted`), detail as below. It comes at least once and in
 * any order; `id` tells two apart. No personal data, nothing that people wrote.
 */
export const Envelope = z.object({
  /** The timeline entry's id (ULID). */
  id: z.string(),
  /** Version of this shape. */
  schema: z.literal(1),
  at: Time,
  aggregate: z.object({ type: z.string(), id: z.string(), version: z.number().int() }),
  actor: z.object({ role: z.enum(roles), accountId: z.string().nullable(), unit: z.string().nullable() }),
  data: z.record(z.string(), z.unknown()),
});
export type Envelope = z.infer<typeof Envelope>;

/** An event as EventBridge hands it on, through a queue or not. */
export const busEvent = <D extends z.ZodType>(detail: D) =>
  z.object({ source: z.string(), 'detail-type': z.string(), detail });
