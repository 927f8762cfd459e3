import type { Boundaries } from '../../shared/city/boundaries.ts';
import type { CityConfig } from '../../shared/city/config.ts';
import type { CategoryCode, Point, RoutingDocument, Unit } from '../../shared/city/directory.ts';
import { locate } from '../../shared/city/place.ts';
import { unitFor } from '../../shared/city/routing.ts';
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
  unit: (code: string) => HandlingUnit | undefined;
  /** Throws 503 while the city's routing names a unit that is not there. */
  route: (category: CategoryCode, commune: string) => HandlingUnit;
}

/** Throws 503 where the city's units or routing were not imported yet (null). */
export function townOf(
  units: readonly Unit[] | null,
  routing: RoutingDocument | null,
  boundaries: Boundaries | null,
  city: CityConfig,
): Town {
  if (units === null || routing === null) throw new DomainError(reportErrors.cityNotSetUp);
  const byCode = new Map(units.map(({ code, name }) => [code, { code, name }]));
  const unit = (code: string) => byCode.get(code);
  const known = (code: string | undefined): HandlingUnit => {
    const found = code === undefined ? undefined : unit(code);
    if (found === undefined) throw new DomainError(reportErrors.cityNotSetUp);
    return found;
  };
  const route = (category: CategoryCode, commune: string) => known(unitFor(routing, category, commune));
  return {
    unit,
    route,
    placeOf(location, category) {
      const place = locate(location, units, boundaries, city.place);
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
        commune: place.commune,
        communeIsGuess: place.isGuess,
        unit: category === null ? known(city.monitoringUnit) : route(category, place.commune),
      };
    },
  };
}
