import * as z from 'zod';
import { CategoryCode } from '../../shared/city/directory.ts';
import { Urgency } from '../../shared/city/urgency.ts';
import { Time } from '../../shared/identifiers.ts';
import type { Example } from '../../shared/triage/example.ts';
import { mask } from '../../shared/triage/masking.ts';

/** A report as far as learning needs it; the reports feature owns it. */
export const ReadReport = z.object({
  id: z.string(),
  description: z.string(),
  category: CategoryCode.nullish(),
  urgency: Urgency,
  triage: z
    .object({
      model: z.object({ name: z.string(), version: z.string() }),
      suggestions: z.array(z.object({ category: CategoryCode, probability: z.number() })),
    })
    .nullish(),
});
export type ReadReport = z.infer<typeof ReadReport>;

/** What a person said of a report that a machine had read: a labelled example, without what identifies anybody. */
export const Correction = z.object({
  reportId: z.string(),
  at: Time,
  text: z.string().min(1),
  category: CategoryCode,
  urgency: Urgency,
  /** What the machine had said first, and which model it was. */
  said: z.object({ category: CategoryCode.nullable(), model: z.string() }),
});
export type Correction = z.infer<typeof Correction>;

/** The example that a person's word on a report makes; null where no machine had read it, or it has no category. */
export function correctionOf(report: ReadReport, at: string): Correction | null {
  const { category, triage } = report;
  if (!category || !triage) return null;
  return {
    reportId: report.id,
    at,
    text: mask(report.description).text,
    category,
    urgency: report.urgency,
    said: {
      category: triage.suggestions[0]?.category ?? null,
      model: `${triage.model.name} ${triage.model.version}`,
    },
  };
}

/** Corrections as examples, the last word on each report. */
export function examplesOf(corrections: readonly Correction[]): Example[] {
  const last = new Map<string, Correction>();
  for (const one of corrections) {
    const known = last.get(one.reportId);
    if (known === undefined || known.at < one.at) last.set(one.reportId, one);
  }
  return [...last.values()].map(({ text, category, urgency }) => ({ text, category, urgency }));
}
