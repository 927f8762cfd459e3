import * as z from 'zod';
import { CategoryCode } from '../city/directory.ts';
import type { Assessment } from './assessment.ts';

/**
 * From which confidence on a category is good enough to send a report to its office without a person. Data, since a
 * city moves it with what its screeners find.
 */
export const TriageThresholds = z.strictObject({
  source: z.string().min(1),
  /** For categories without one of their own; null for what the engine itself says it is sure from. */
  default: z.number().min(0).max(1).nullable(),
  /** Other thresholds by category; above 1 never routes. */
  categories: z.partialRecord(CategoryCode, z.number().min(0).max(2)),
});
export type TriageThresholds = z.infer<typeof TriageThresholds>;

/** Why a person looks first. */
export const screeningReasons = [
  'spam',
  'out_of_scope',
  'unsupported_language',
  'low_confidence',
  'place_disagrees',
] as const;
export type ScreeningReason = (typeof screeningReasons)[number];

/** Where a report goes. Either way an urgent hint is kept: doubt about the category is none about the danger. */
export type Decision =
  | { to: 'routed'; category: CategoryCode; isUrgent: boolean }
  | {
      to: 'screening';
      /** The first decides; all that apply are named. */
      reasons: ScreeningReason[];
      suggestions: Assessment['category']['best'];
      isUrgent: boolean;
    };

/** What becomes of a report by its assessment: to its office at once, or to a person with suggestions. */
export function decide(assessment: Assessment, thresholds: TriageThresholds): Decision {
  const { category, urgency, spam, outOfScope, language, otherCommune } = assessment;
  const isUrgent = urgency.level === 'urgent';
  const threshold = thresholds.categories[category.code] ?? thresholds.default ?? category.sureFrom;
  const reasons: ScreeningReason[] = [];
  if (spam.isSpam) reasons.push('spam');
  if (outOfScope !== null) reasons.push('out_of_scope');
  if (language === 'other') reasons.push('unsupported_language');
  if (category.confidence < threshold) reasons.push('low_confidence');
  if (otherCommune !== null) reasons.push('place_disagrees');
  return reasons.length === 0
    ? { to: 'routed', category: category.code, isUrgent }
    : { to: 'screening', reasons, suggestions: category.best, isUrgent };
}
