import type { Actor } from '../../shared/access/actor.ts';
import { actorOf, type NewEntry } from '../../shared/timeline.ts';

/** What is on record of the audit itself: who searched it, and that it did not fit. */
export function auditEntry(
  type: 'searched' | 'broken',
  actor: Actor,
  now: Date,
  data: Record<string, unknown>,
): NewEntry {
  return {
    type: `audit.${type}`,
    at: now.toISOString(),
    aggregate: { type: 'audit', id: 'city', version: 0 },
    actor: actorOf(actor),
    audience: 'office',
    noteAudience: 'office',
    note: null,
    data,
  };
}
