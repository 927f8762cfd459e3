import * as z from 'zod';
import { CategoryCode, UnitCode } from '../../shared/city/directory.ts';
import { Urgency } from '../../shared/city/urgency.ts';
import { Time } from '../../shared/identifiers.ts';
import { screeningReasons } from '../../shared/triage/decision.ts';
import { languages } from '../../shared/triage/language.ts';
import { personalDataKinds } from '../../shared/triage/masking.ts';
import { outOfScopeKinds } from '../../shared/triage/scope.ts';
import { spamReasons } from '../../shared/triage/spam.ts';

/** What the machine made of a report, for the offices to see: every decision can be traced to its model. */
export const Triage = z.strictObject({
  at: Time,
  model: z.strictObject({ name: z.string(), version: z.string() }),
  language: z.enum(languages),
  /** The likeliest categories, the likeliest first. */
  suggestions: z.array(z.strictObject({ category: CategoryCode, probability: z.number() })),
  urgency: Urgency,
  /** False where it may be urgent: a person has to say. */
  isSure: z.boolean(),
  /** The reporter's words that the urgency rests on. */
  words: z.array(z.string()),
  outOfScope: z.enum(outOfScopeKinds).nullable(),
  spam: z.array(z.enum(spamReasons)),
  /** What of people stands in the text; the public sees it masked. */
  personalData: z.array(z.enum(personalDataKinds)),
  /** The commune that the text speaks of, where the pin lies in another. */
  otherCommune: UnitCode.nullable(),
  /** Open reports nearby that are likely about the same, for an official to confirm. */
  duplicates: z.array(z.object({ id: z.string(), code: z.string(), score: z.number() })),
  /** Why a person had to look first; none where the machine was sure. */
  reasons: z.array(z.enum(screeningReasons)),
});
export type Triage = z.infer<typeof Triage>;
