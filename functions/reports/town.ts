import type { Boundaries } from '../../shared/city/boundaries.ts';
import type { CityConfig } from '../../shared/city/config.ts';
import type { CategoryCode, Point, RoutingDocument, Unit } from '../../shared/city/directory.ts';
import { hasEnded, stands, successorOf } from '../../shared/city/hierarchy.ts';
import { locate } from '../../shared/city/place.ts';
import { routingOn, unitFor } from '../../shared/city/routing.ts';
import { DomainError } from '../../shared/errors.ts';
import { reportErrors } from './errors.ts';
import type { HandlingUnit } from './report.ts';

/** The city as a report meets it: where a place lies and who is in charge there. */
export interface Town {
  /** The commune and the unit for a place; without a category the monitoring centre. Throws 422 outside the city. */
  placeOf: (
    location: Point,
    category: CategoryCode | null,
  ) => { commune: string; communeIsGuess: boolean; unit: HandlingUnit };
  /** A unit by its code, or whoever has its work by now. */
  unit: (code: string) => HandlingUnit | undefined;
  /** Throws 503 while the city's routing names a unit that is not there. */
  route: (category: CategoryCode, commune: string) => HandlingUnit;
}

/**
 * The city on a day. Units that have ended, which routing and boundaries may name for a while yet, stand for those that
 * followed them. Throws 503 where the city's units or routing were not imported yet (null).
 */
export function townOf(
  units: readonly Unit[] | null,
  routing: RoutingDocument | null,
  boundaries: Boundaries | null,
  city: CityConfig,
  day: string,
): Town {
  if (units === null || routing === null) throw new DomainError(reportErrors.cityNotSetUp);
  const current = routingOn(routing, units, day);
  const today = (code: string) => successorOf(units, code, day);
  const unit = (code: string): HandlingUnit | undefined => {
    const found = today(code);
    return found && { code: found.code, name: found.name };
  };
  const known = (code: string | undefined): HandlingUnit => {
    const found = code === undefined ? undefined : unit(code);
    if (found === undefined) throw new DomainError(reportErrors.cityNotSetUp);
    return found;
  };
  const communeOn = (code: string) => today(code)?.code ?? code;
  const route = (category: CategoryCode, commune: string) =>
    known(unitFor(current, category, communeOn(commune)));
  // Communes that have not begun yet have no places; those that have ended lend theirs to who followed them.
  const begun = units.filter((one) => stands(one, day) || hasEnded(one, day));
  return {
    unit,
    route,
    placeOf(location, category) {
      const place = locate(location, begun, boundaries, city.place);
      if (place === null) {
        throw new DomainError(reportErrors.outsideCity, [
          {
            field: 'location',
            message: {
              vi: `Vị trí này không thuộc ${city.name.vi}. Hãy kiểm tra lại ghim trên bản đồ`,
              en: `This place is not in ${city.name.en}. Please check the pin on the map`,
            },
          },
        ]);
      }
      return {
        commune: communeOn(place.commune),
        communeIsGuess: place.isGuess,
        unit: category === null ? known(city.monitoringUnit) : route(category, place.commune),
      };
    },
  };
}
