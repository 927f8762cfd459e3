import * as z from 'zod';
import { ReportEvent } from '../../events/report.ts';
import { Time } from '../../shared/identifiers.ts';

/** What one unit did on one day, as far as it tells how punctual the unit is. */
export const UnitDay = z.object({
  /** Reports that came to it: new, passed on, reopened. */
  received: z.number().int(),
  /** Minutes on the wall from coming to it until it said that it takes it on, one for each that it accepted. */
  acceptMinutes: z.array(z.number()),
  /** Minutes on the wall from submission, or from being reopened, to solution, one for each that it solved. */
  resolveMinutes: z.array(z.number()),
  /** Solved before the deadline. */
  onTime: z.number().int(),
  /** Deadlines that passed unsolved, each counted on the day that it passed, whatever came of the report later. */
  late: z.number().int(),
  /** Steps of the ladder: to its leader, to those above it, to the city's leadership. */
  escalated: z.tuple([z.number().int(), z.number().int(), z.number().int()]),
  /** Ids of the reports that it has not solved though their deadline is over, at the end of the day. */
  overdue: z.array(z.string()),
});
export type UnitDay = z.infer<typeof UnitDay>;

/** A report's timeline entry, as far as it counts here. */
export const Told = z.object({
  id: z.string(),
  type: z.string(),
  at: Time,
  aggregate: z.object({ type: z.literal('report'), id: z.string(), version: z.number().int() }),
  data: ReportEvent.shape.data.pick({
    unit: true,
    overdue: true,
    dueAt: true,
    overdueAt: true,
    clockStartedAt: true,
    turnStartedAt: true,
    level: true,
    again: true,
  }),
});
export type Told = z.infer<typeof Told>;

/** A day on which nothing was. */
export const nothing = (): UnitDay => ({
  received: 0,
  acceptMinutes: [],
  resolveMinutes: [],
  onTime: 0,
  late: 0,
  escalated: [0, 0, 0],
  overdue: [],
});

const minutesBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 60_000);

/**
 * A day's figures by unit, from its entries and from what was overdue when it began: the same however often and in
 * whatever order it is counted. Units that have nothing to tell are left out.
 */
export function countDay(
  entries: readonly Told[],
  before: ReadonlyMap<string, readonly string[]>,
): Map<string, UnitDay> {
  const days = new Map<string, UnitDay>();
  const of = (unit: string): UnitDay => {
    const found = days.get(unit) ?? nothing();
    days.set(unit, found);
    return found;
  };
  /** Which unit has each report that is overdue. */
  const overdue = new Map<string, string>();
  for (const [unit, reports] of before) {
    if (reports.length > 0) of(unit);
    for (const id of reports) overdue.set(id, unit);
  }
  for (const entry of entries.toSorted(inOrder)) {
    count(of(entry.data.unit), entry);
    if (saysNothing.has(entry.type)) continue;
    overdue.delete(entry.aggregate.id);
    if (entry.data.overdue) overdue.set(entry.aggregate.id, entry.data.unit);
  }
  for (const day of days.values()) {
    day.acceptMinutes.sort((a, b) => a - b);
    day.resolveMinutes.sort((a, b) => a - b);
  }
  for (const [id, unit] of [...overdue].sort(([a], [b]) => compare(a, b))) of(unit).overdue.push(id);
  return days;
}

/** Entries that leave a report as it is, written with what their writer had read of it, which may be old. */
const saysNothing = new Set([
  'report.commented',
  'report.supported',
  'report.read-refused',
  'report.reporter-seen',
]);

/** What happened to a report in the order of its versions: clocks of machines differ, versions do not. */
const inOrder = (a: Told, b: Told) =>
  a.aggregate.version - b.aggregate.version || compare(a.at, b.at) || compare(a.id, b.id);

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function count(day: UnitDay, { type, at, data }: Told): void {
  const { turnStartedAt, clockStartedAt, dueAt, overdueAt, level } = data;
  if (turnStartedAt === at) day.received += 1;
  switch (type) {
    case 'report.accepted':
      if (turnStartedAt !== undefined) day.acceptMinutes.push(minutesBetween(turnStartedAt, at));
      break;
    case 'report.overdue':
      if (data.again !== true) day.late += 1;
      break;
    case 'report.escalated':
      if (level === 1 || level === 2 || level === 3)
        day.escalated[level - 1] = (day.escalated[level - 1] ?? 0) + 1;
      break;
    case 'report.resolved':
      if (clockStartedAt !== undefined) day.resolveMinutes.push(minutesBetween(clockStartedAt, at));
      // One that was found late before has been counted on that day.
      if (overdueAt === undefined) {
        if (dueAt === undefined || at <= dueAt) day.onTime += 1;
        else day.late += 1;
      }
      break;
  }
}
