import type { Boundaries } from '../../shared/city/boundaries.ts';
import type { RoutingDocument, Unit } from '../../shared/city/directory.ts';
import { routingErrors } from '../../shared/city/routing.ts';
import type { FieldError } from '../../shared/errors.ts';

/**
 * Where the routing and the boundaries in force would not fit new units: a place without a unit is a report that
 * nobody gets. A commune that was merged into others stays in the list as an agency until the new boundaries are in
 * force, and leaves it then.
 */
export function misfits(
  units: readonly Unit[],
  routing: RoutingDocument | null,
  areas: Boundaries['areas'],
): FieldError[] {
  const codes = new Set(units.map(({ code }) => code));
  // A rule as a whole is named where none reaches it any more: that does no harm.
  const inRouting = (routing === null ? [] : routingErrors(routing, units)).filter(
    ({ field }) => !/^rules\.\d+$/.test(field),
  );
  return [
    ...inRouting.map(({ field, message }) => ({ field: `routing.${field}`, message })),
    ...areas
      .filter(({ unit }) => !codes.has(unit))
      .map(({ unit }) => ({
        field: 'units',
        message: { vi: `Ranh giới còn dùng ${unit}`, en: `The boundaries name ${unit}` },
      })),
  ];
}
