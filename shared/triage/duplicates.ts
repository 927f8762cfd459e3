import * as z from 'zod';
import { CategoryCode, type Point } from '../city/directory.ts';
import { metresBetween } from '../city/place.ts';
import { shinglesOf, similarity } from './similarity.ts';

/**
 * When two reports may be about one thing. All numbers are assumed: nobody has counted duplicates yet. A pothole is a
 * point, a flooded street or the smell of a factory is not.
 */
export const DuplicateRules = z.strictObject({
  source: z.string().min(1),
  /** Metres beyond which two reports are about different things, by category. */
  reachMetres: z.partialRecord(CategoryCode, z.number().positive()),
  defaultReachMetres: z.number().positive(),
  /** Hours beyond which they are. */
  reachHours: z.number().positive(),
  /** How much of the score is each; they add up to 1. */
  weights: z
    .strictObject({ text: z.number().min(0), distance: z.number().min(0), time: z.number().min(0) })
    .refine(({ text, distance, time }) => Math.abs(text + distance + time - 1) < 1e-9, 'add up to 1'),
  /** From this score on a person is shown the other report. */
  suspectFrom: z.number().min(0).max(1),
});
export type DuplicateRules = z.infer<typeof DuplicateRules>;

/** What is compared of a report. */
export interface Comparable {
  text: string;
  category: CategoryCode;
  location: Point;
  at: Date;
}

export interface Likeness {
  /** 0 to 1; 0 when they are too far apart in place or time, or of different categories. */
  score: number;
  /** From the rules' `suspectFrom` on. */
  suspected: boolean;
  text: number;
  metres: number;
  hours: number;
}

/** How likely two reports are about one thing, and what that rests on. The same either way round. */
export function likeness(one: Comparable, other: Comparable, rules: DuplicateRules): Likeness {
  const metres = metresBetween(one.location, other.location);
  const hours = Math.abs(one.at.getTime() - other.at.getTime()) / 3_600_000;
  const text = similarity(shinglesOf(one.text), shinglesOf(other.text));
  const reach = rules.reachMetres[one.category] ?? rules.defaultReachMetres;
  const near = one.category === other.category && metres <= reach && hours <= rules.reachHours;
  const { weights } = rules;
  const score = near
    ? weights.text * text +
      weights.distance * (1 - metres / reach) +
      weights.time * (1 - hours / rules.reachHours)
    : 0;
  return { score, suspected: score >= rules.suspectFrom, text, metres, hours };
}
