import * as z from 'zod';
import { categoryCodes } from './categories.ts';

const Text = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) });
const Latitude = z.number().min(-90).max(90);
const Longitude = z.number().min(-180).max(180);
export const Point = z
  .strictObject({ lat: Latitude, lng: Longitude })
  .meta({ description: 'WGS 84, degrees' });
export type Point = z.infer<typeof Point>;

/** A unit's code as files and clients write it. */
export const UnitCode = z.string().regex(/^[A-Z0-9][A-Z0-9-]{0,19}$/);

const Day = z.iso.date().meta({ description: 'A day of the city’s calendar, YYYY-MM-DD' });

/** How people reach a unit. */
const Contacts = z.strictObject({
  phone: z.string().min(1).max(40).optional(),
  email: z.email().optional(),
  address: z.string().min(1).max(300).optional(),
});

/**
 * A unit of the city. Two tiers: the city itself at the root, its communes below it; agencies and service companies
 * stand under the city or under an agency. Codes are opaque and never used again. A unit that has ended stays in the
 * list, with whoever follows it: what is still open goes there.
 */
export const Unit = z.strictObject({
  code: UnitCode,
  kind: z.enum(['city', 'commune', 'agency', 'company']),
  name: Text,
  /** The unit above it; none above the city. */
  parent: UnitCode.optional(),
  /** The communes that it serves; all of the city where left out. A commune serves itself. */
  serves: z.array(UnitCode).min(1).optional(),
  contacts: Contacts.optional(),
  /** Its first day, where known. */
  from: Day.optional(),
  /** Its last day. */
  to: Day.optional(),
  /** Who has its work after its last day. */
  successor: UnitCode.optional(),
  /** Where it lies; communes only. */
  point: Point.optional(),
  /** Places known to belong to it, such as the communes merged into it. */
  knownPoints: z.array(z.strictObject({ name: z.string().min(1), ...Point.shape })).optional(),
});
export type Unit = z.infer<typeof Unit>;

/** All units of a city, with the source of the facts named. */
export const UnitsDocument = z.strictObject({
  source: z.string().min(1),
  units: z.array(Unit).min(1).max(500),
});
export type UnitsDocument = z.infer<typeof UnitsDocument>;

export const CategoryCode = z.enum(categoryCodes);
export type CategoryCode = z.infer<typeof CategoryCode>;

/** A category of reports, as citizens choose it. Codes never change their meaning. */
export const Category = z.strictObject({ code: CategoryCode, name: Text, definition: Text });

export const CategoriesDocument = z.strictObject({
  source: z.string().min(1),
  categories: z.array(Category).min(1).max(100),
});
export type CategoriesDocument = z.infer<typeof CategoriesDocument>;

/** In a routing rule: the commune that the place lies in. */
export const theCommune = 'COMMUNE';

/** Reports of a category (in the named communes, or anywhere) go to this unit. */
export const RoutingRule = z.strictObject({
  category: CategoryCode,
  communes: z.array(UnitCode).min(1).optional(),
  unit: UnitCode.meta({ description: `A unit's code, or ${theCommune} for the commune of the place` }),
});

/** The routing table: the first rule that fits the category and the commune decides. */
export const RoutingDocument = z.strictObject({ rules: z.array(RoutingRule).min(1).max(2000) });
export type RoutingDocument = z.infer<typeof RoutingDocument>;
