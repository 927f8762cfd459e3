import * as z from 'zod';
import { Envelope } from './envelope.ts';

/** The detail of `photo.refused`: a photo that a report had taken turned out not to be one. */
export const PhotoRefused = Envelope.extend({
  aggregate: Envelope.shape.aggregate.extend({ type: z.literal('photo') }),
  data: z.object({
    /** Why: a code of the photos feature. */
    reason: z.string(),
    ownerId: z.string(),
    reportId: z.string(),
  }),
});
export type PhotoRefused = z.infer<typeof PhotoRefused>;

export const samplePhotoRefused: PhotoRefused = {
  id: '01KAR3T5Z0M8Q4V7X2C9B6N1PB',
  schema: 1,
  at: '2026-11-23T02:15:03.000Z',
  aggregate: { type: 'photo', id: '01KAR3R0000000000000000000', version: 1 },
  actor: { role: 'system', accountId: null, unit: null },
  data: {
    reason: 'not-a-picture',
    ownerId: 'n4Vb7sJc1pXe6uGfKw2yZQ',
    reportId: '01KAR3S0000000000000000000',
  },
};
