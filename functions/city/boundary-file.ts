import * as z from 'zod';

const Position = z
  .tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)], z.number())
  .meta({ description: '[longitude, latitude] in degrees, WGS 84; what follows is not looked at' });
const Polygon = z.array(z.array(Position).min(4)).min(1);

/** A GeoJSON FeatureCollection (RFC 7946) with one feature a commune, its code in properties.code. */
export const BoundaryFile = z
  .object({
    type: z.literal('FeatureCollection'),
    features: z
      .array(
        z.object({
          type: z.literal('Feature'),
          properties: z.object({ code: z.string().min(1) }),
          geometry: z.discriminatedUnion('type', [
            z.object({ type: z.literal('Polygon'), coordinates: Polygon }),
            z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(Polygon).min(1) }),
          ]),
        }),
      )
      .min(1)
      .max(500),
  })
  .meta({ id: 'BoundaryFile' });
export type BoundaryFile = z.infer<typeof BoundaryFile>;
