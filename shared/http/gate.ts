import type { CityConfig, IssuerConfig } from '../city/config.ts';
import type { Clock } from '../clock.ts';
import type { Table } from '../table/table.ts';
import { callerReader } from './caller-reader.ts';
import { limiter } from './limiter.ts';
import type { ServeOptions } from './serve.ts';

/** What stands before every handler: who calls, how often, from which pages. */
export function gate(ground: {
  table: Table;
  clock: Clock;
  issuers: readonly IssuerConfig[];
  city: CityConfig;
  corsOrigins: readonly string[];
}): ServeOptions {
  const { table, clock, city, corsOrigins } = ground;
  return { identify: callerReader(ground), limiter: limiter(table, clock, city), corsOrigins };
}
