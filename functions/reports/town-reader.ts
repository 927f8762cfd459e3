import type { Boundaries } from '../../shared/city/boundaries.ts';
import { dayOf } from '../../shared/city/calendar.ts';
import type { CityConfig } from '../../shared/city/config.ts';
import { RoutingDocument, UnitsDocument } from '../../shared/city/directory.ts';
import { readDocument, remembered } from '../../shared/city/documents.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Table } from '../../shared/table/table.ts';
import { type Town, townOf } from './town.ts';

/** Reads the city's documents, at most every 15 seconds. */
export function townReader(
  table: Table,
  boundaries: () => Promise<Boundaries | null>,
  city: CityConfig,
  clock: Clock,
): () => Promise<Town> {
  return remembered(async () => {
    const [units, routing, areas] = await Promise.all([
      readDocument(table, 'units', UnitsDocument),
      readDocument(table, 'routing', RoutingDocument),
      boundaries(),
    ]);
    return townOf(units?.body.units ?? null, routing?.body ?? null, areas, city, dayOf(clock.now()));
  });
}
