import * as z from 'zod';

/** A ring of [longitude, latitude] positions; the first one again at the end. */
const Ring = z.array(z.tuple([z.number(), z.number()])).min(4);

/** Boundaries as they are kept for routing: one area a commune, as polygons of rings (outer first, then holes). */
export const Boundaries = z.object({
  version: z.number().int().positive(),
  areas: z.array(
    z.object({
      unit: z.string(),
      /** [west, south, east, north] */
      bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
      polygons: z.array(z.array(Ring).min(1)).min(1),
    }),
  ),
});
export type Boundaries = z.infer<typeof Boundaries>;
