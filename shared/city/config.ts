import * as z from 'zod';

const Text = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) });

/** What is limited: each kind of write has a count of its own. */
export const LimitName = z.enum([
  'reports',
  'photos',
  'decisions',
  'comments',
  'searches',
  'account',
  'codes',
  'administration',
  'inbox',
]);
export type LimitName = z.infer<typeof LimitName>;

/** So many within so many minutes, in windows that follow each other. */
const Quota = z.strictObject({ count: z.number().int().positive(), minutes: z.number().int().positive() });
export type Quota = z.infer<typeof Quota>;

/** By whom: `address` is for callers who are not signed in, since people of one mobile carrier share addresses. */
const Limit = z.strictObject({
  person: Quota,
  /** Where the e-ID does not vouch for the person; as for others when left out. */
  unverified: Quota.optional(),
  address: Quota,
});

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM');
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
  photos: z.strictObject({
    maxBytes: z.number().int().positive(),
    maxMegapixels: z.number().positive(),
    /** A photo that no report took is deleted after this. */
    orphanHours: z.number().positive(),
    /** How long a link to a stored photo lives. */
    linkSeconds: z.number().int().positive(),
  }),
  accounts: z.strictObject({
    /** How long an erasure that was asked for can be undone. Assumed. */
    erasureDays: z.number().int().positive(),
    /** How long an export can be fetched, and a link to it is good. Assumed. */
    exportDays: z.number().int().positive(),
    /** What people can agree to, by the word that stands for it. */
    purposes: z.record(z.string().regex(/^[a-z][a-z-]*$/), Text),
  }),
  notices: z.strictObject({
    /** Notices that go out of the app to one person in an hour; more are summed up into one. Assumed. */
    perHour: z.number().int().positive(),
    /** When nothing but what is urgent goes out, for those who have chosen nothing; null for never. Assumed. */
    quietHours: z.strictObject({ from: timeOfDay, to: timeOfDay }).nullable(),
    /** How long it is kept what became of each. */
    deliveryDays: z.number().int().positive(),
  }),
  /**
   * Who reads new reports: the model that comes with the code, or a large one of Amazon Bedrock in some Region, with the
   * former where it does not answer in time.
   */
  triage: z.discriminatedUnion('engine', [
    z.strictObject({ engine: z.literal('local') }),
    z.strictObject({
      engine: z.literal('bedrock'),
      modelId: z.string().min(1),
      region: z.string().min(1),
      timeoutMilliseconds: z.number().int().min(200).max(20_000),
    }),
  ]),
  /** Where people turn whom a limit stops in an emergency. */
  emergency: Text,
  /** How often one caller may do something, by kind of write. All assumed. */
  limits: z.record(LimitName, Limit),
  /** How long a repeated create finds its first answer. */
  idempotencyDays: z.number().int().positive(),
});
export type CityConfig = z.infer<typeof CityConfig>;

/**
 * One trusted issuer of tokens: its address, the audience that it must name, and its names of claims. Several may be
 * trusted at once; which one a token is from decides whom it can be of.
 */
export const IssuerConfig = z.strictObject({
  issuer: z.url(),
  /** What people call it, such as VNeID. */
  name: z.string().min(1),
  /** Citizens act for themselves; officials in a post that the directory gives them. */
  signsIn: z.enum(['citizens', 'officials']),
  audience: z.string().min(1),
  /** Where the keys are; found by OpenID discovery when left out. */
  jwksUri: z.url().optional(),
  claims: z.strictObject({
    /** Names the session, which stays the same when a token is renewed; `jti` where the issuer has nothing better. */
    session: z.string().min(1),
    /** The identity number, where the issuer knows it: whoever has one is verified. */
    identityNumber: z.string().min(1).optional(),
    name: z.string().min(1).optional(),
  }),
  /** Subjects that are the city's admin before any directory was imported, and if one should lock out all others. */
  admins: z.array(z.string().min(1)).default([]),
});
export type IssuerConfig = z.infer<typeof IssuerConfig>;
