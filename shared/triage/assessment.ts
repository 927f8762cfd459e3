import * as z from 'zod';
import { CategoryCode, UnitCode } from '../city/directory.ts';
import { Urgency } from '../city/urgency.ts';
import { languages } from './language.ts';
import { personalDataKinds } from './masking.ts';
import { outOfScopeKinds } from './scope.ts';
import { spamReasons } from './spam.ts';

/** Why an answer is another engine's than the one that was asked. */
export const fallbacks = ['timeout', 'throttled', 'unreadable', 'failed'] as const;
export type Fallback = (typeof fallbacks)[number];

const Probability = z.number().min(0).max(1);

/** What an engine makes of a report's text. It holds nothing of the text but the words that urgency rests on. */
export const Assessment = z.strictObject({
  model: z.strictObject({ name: z.string().min(1), version: z.string().min(1) }),
  language: z.enum(languages),
  category: z.strictObject({
    code: CategoryCode,
    /** How often an answer this sure is right. */
    confidence: Probability,
    /** From this confidence on, 95 % of the answers are right by the engine's own account. */
    sureFrom: Probability,
    /** The likeliest three, the likeliest first. */
    best: z
      .array(z.strictObject({ code: CategoryCode, probability: Probability }))
      .min(1)
      .max(3),
  }),
  urgency: z.strictObject({
    level: Urgency,
    /** Where it is urgent: beyond doubt, or only too likely to be passed over. */
    isSure: z.boolean(),
    /** Probability of `urgent` by the model. */
    urgent: Probability,
    /** What it rests on: terms of the lexicon, or else the words that weighed most. */
    words: z.array(z.string().min(1)).max(10),
  }),
  /** Null: within the scope of field reports. */
  outOfScope: z.strictObject({ kind: z.enum(outOfScopeKinds), confidence: Probability }).nullable(),
  spam: z.strictObject({ isSpam: z.boolean(), reasons: z.array(z.enum(spamReasons)) }),
  /** What of people stands in the text; where, says the mask. */
  personalData: z.array(z.enum(personalDataKinds)),
  places: z.array(
    z.strictObject({
      unit: UnitCode,
      name: z.string().min(1),
      kind: z.enum(['commune', 'former', 'landmark']),
      confidence: Probability,
    }),
  ),
  /** The commune that the text speaks of, where it is another than the report's. */
  otherCommune: UnitCode.nullable(),
  /** The engine that was asked did not answer, and this is the local one's; null where it did. */
  fellBack: z.enum(fallbacks).nullable(),
  milliseconds: z.number().min(0),
});
export type Assessment = z.infer<typeof Assessment>;
