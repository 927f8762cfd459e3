import type * as z from 'zod';
import type { TimelineEntry } from '../../shared/timeline.ts';
import type { LookView } from './routes.ts';

/** A look at somebody's data as they see it: the office and the reason, never which official. */
export function lookOf({ id, at, type, actor, note, noteAudience }: TimelineEntry): z.input<typeof LookView> {
  return {
    id,
    at,
    what: type,
    role: actor.role,
    unit: actor.unit,
    reason: noteAudience === 'office' ? null : (note ?? null),
  };
}
