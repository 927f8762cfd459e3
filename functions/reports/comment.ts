import * as z from 'zod';
import type { Actor } from '../../shared/access/actor.ts';
import { can } from '../../shared/access/permissions.ts';
import { DomainError, errors } from '../../shared/errors.ts';
import { resourceOf } from '../../shared/report.ts';
import { Audience, type NewEntry } from '../../shared/timeline.ts';
import { entryOf, type Report } from './report.ts';

export const CommentBody = z.strictObject({
  text: z.string().trim().min(1).max(2000),
  audience: Audience.default('parties').meta({
    description:
      'Who may read it: everybody, reporter and offices, or the offices alone. A reporter writes to the parties',
  }),
});

/** A comment as a timeline entry. Throws 403 where the caller may not comment, or not for that audience. */
export function commentOn(
  report: Report,
  body: z.infer<typeof CommentBody>,
  actor: Actor,
  now: Date,
): NewEntry {
  const resource = resourceOf(report);
  const isOffice = can(actor, 'reports.handle', resource);
  if (!can(actor, 'reports.comment', resource) || (!isOffice && body.audience !== 'parties')) {
    throw new DomainError(errors.forbidden);
  }
  return entryOf(report, 'report.commented', actor, now, {
    audience: body.audience,
    noteAudience: body.audience,
    note: body.text,
  });
}
