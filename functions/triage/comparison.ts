import * as z from 'zod';

const Share = z.number().min(0).max(1).nullable();

/** How often a model is right on some texts. Null where there are none. */
export const Scores = z.strictObject({ texts: z.number().int(), accuracy: Share, macroF1: Share });
export type Scores = z.infer<typeof Scores>;

/** What speaks for a model and what against it: on the texts that none is trained on, and on what people said lately. */
export const Comparison = z.strictObject({
  heldOut: z.strictObject({ active: Scores, proposed: Scores }),
  recent: z.strictObject({ active: Scores, proposed: Scores }),
});
export type Comparison = z.infer<typeof Comparison>;

/** What a new model may lose on the held-out texts while it wins on what people said lately. Assumed. */
const tolerance = 0.005;

/**
 * Is a new model worth proposing? It must be better on what people said lately and lose nothing that matters on the
 * held-out texts; where nobody has said anything lately, better on these.
 */
export function isBetter({ heldOut, recent }: Comparison): boolean {
  const gain = (part: Comparison['recent']) =>
    (part.proposed.macroF1 ?? 0) - (part.active.macroF1 ?? 0) ||
    (part.proposed.accuracy ?? 0) - (part.active.accuracy ?? 0);
  if (recent.proposed.texts === 0) return gain(heldOut) > 0;
  return gain(recent) > 0 && gain(heldOut) >= -tolerance;
}
