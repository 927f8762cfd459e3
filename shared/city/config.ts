import * as z from 'zod';

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'YYYY-MM');

/**
 * What a city decides about itself and its functions need while they run. One validated file holds it
 * (cdk/cities/<city>.json, "runtime"); functions get it as JSON in the variable CITY.
 */
export const CityConfig = z.strictObject({
  name: z.strictObject({ vi: z.string().min(1), en: z.string().min(1) }),
  /** Prefix of nothing but texts: the province's code in the national list of administrative units. */
  provinceCode: z.string().min(1),
  timeZone: z.literal('Asia/Ho_Chi_Minh'),
  /** The month of the first report: lists by time end there instead of walking back for ever. */
  launchedIn: month,
  /** Code of the unit that screens reports without a category and sees all. */
  monitoringUnit: z.string().min(1),
  place: z.strictObject({
    /** A point outside every boundary belongs to the nearest unit within this distance (beaches, jetties: up to 900 m were measured). */
    toleranceMetres: z.number().int().positive(),
    /** Without boundaries: a point further than this from every known point is outside the city. Assumed. */
    knownPointReachMetres: z.number().int().positive(),
  }),
  /** Wall-clock deadlines, all assumed: about 7 working days were observed, 8 working hours to accept is a neighbour's rule. */
  deadlines: z.strictObject({
    acceptHours: z.number().positive(),
    resolveHours: z.number().positive(),
    remindBeforeHours: z.number().positive(),
  }),
  photos: z.strictObject({
    maxBytes: z.number().int().positive(),
    maxMegapixels: z.number().positive(),
    /** A photo that no report took is deleted after this. */
    orphanHours: z.number().positive(),
    /** How long a link to a stored photo lives. */
    linkSeconds: z.number().int().positive(),
  }),
  /** How long a repeated create finds its first answer. */
  idempotencyDays: z.number().int().positive(),
});
export type CityConfig = z.infer<typeof CityConfig>;

/** One trusted issuer of tokens: its discovery address or keys, the audience it must name, and its names of claims. */
export const IssuerConfig = z.strictObject({
  issuer: z.url(),
  audience: z.string().min(1),
  /** Where the keys are; found by OpenID discovery when left out. */
  jwksUri: z.url().optional(),
  claims: z.strictObject({ role: z.string().min(1), unit: z.string().min(1) }),
});
export type IssuerConfig = z.infer<typeof IssuerConfig>;
