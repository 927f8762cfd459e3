import * as z from 'zod';
import type { Actor } from '../../shared/access/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { rule } from '../../shared/http/validation.ts';
import { reportErrors } from './errors.ts';
import { type Change, entryOf, RatingValue, type Report } from './report.ts';

/** The reporter's word on the result; being dissatisfied needs a reason. */
export const RatingBody = z
  .strictObject({ rating: RatingValue, reason: z.string().trim().min(1).max(2000).optional() })
  .refine(({ rating, reason }) => rating !== 'dissatisfied' || reason !== undefined, {
    ...rule({ vi: 'Không hài lòng thì cần lý do', en: 'Being dissatisfied needs a reason' }),
    path: ['reason'],
  });

/**
 * Rates a resolved or closed report. The same rating again changes nothing (null); another one is a 409, as is
 * rating what is not resolved.
 */
export function rate(
  report: Report,
  body: z.infer<typeof RatingBody>,
  actor: Actor,
  now: Date,
): Change | null {
  const reason = body.reason ?? null;
  if (report.rating) {
    if (report.rating.rating === body.rating && report.rating.reason === reason) return null;
    throw new DomainError(reportErrors.ratedAlready);
  }
  if (report.status !== 'resolved' && report.status !== 'closed')
    throw new DomainError(reportErrors.wrongState);
  const at = now.toISOString();
  const rated: Report = {
    ...report,
    version: report.version + 1,
    updatedAt: at,
    rating: { rating: body.rating, reason, at },
  };
  return {
    report: rated,
    takes: [],
    entry: entryOf(rated, 'report.rated', actor, now, { note: reason, data: { rating: body.rating } }),
  };
}
