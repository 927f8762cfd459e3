import * as z from 'zod';
import type { UnitDay } from './day.ts';

const Share = z.number().min(0).max(1).nullable();
const Minutes = z.number().nullable();

/** How punctual a unit, or the city, was on some days. */
export const Figures = z
  .strictObject({
    received: z.number().int(),
    accepted: z.number().int(),
    resolved: z.number().int(),
    onTime: z.number().int().meta({ description: 'Solved before the deadline' }),
    late: z.number().int().meta({
      description: 'Deadlines that passed unsolved in this time, whatever came of the report later',
    }),
    shareOnTime: Share.meta({ description: 'onTime of onTime and late; null where there was neither' }),
    medianMinutesToAccept: Minutes.meta({ description: 'On the wall, from coming to the unit' }),
    medianMinutesToResolve: Minutes.meta({
      description: 'On the wall, from submission or from being reopened, pauses included',
    }),
    overdueNow: z.number().int().meta({ description: 'Not solved though the deadline is over, at the end' }),
    escalated: z.strictObject({
      toLeader: z.number().int(),
      above: z.number().int(),
      toCity: z.number().int(),
    }),
  })
  .meta({ id: 'Punctuality' });
export type Figures = z.infer<typeof Figures>;

/**
 * The figures of some days of one unit (`overdue` is that of the last), or of one day of several units, where
 * `overdue` adds up.
 */
export function figuresOf(days: readonly UnitDay[], overdue: readonly UnitDay[] = days.slice(-1)): Figures {
  const sum = (pick: (day: UnitDay) => number) => days.reduce((total, day) => total + pick(day), 0);
  const [onTime, late] = [sum((day) => day.onTime), sum((day) => day.late)];
  return {
    received: sum((day) => day.received),
    accepted: sum((day) => day.acceptMinutes.length),
    resolved: sum((day) => day.resolveMinutes.length),
    onTime,
    late,
    shareOnTime: onTime + late === 0 ? null : Math.round((onTime / (onTime + late)) * 10_000) / 10_000,
    medianMinutesToAccept: median(days.flatMap((day) => day.acceptMinutes)),
    medianMinutesToResolve: median(days.flatMap((day) => day.resolveMinutes)),
    overdueNow: overdue.reduce((total, day) => total + day.overdue.length, 0),
    escalated: {
      toLeader: sum((day) => day.escalated[0]),
      above: sum((day) => day.escalated[1]),
      toCity: sum((day) => day.escalated[2]),
    },
  };
}

/** The middle one, or half way between the two in the middle; null of none. */
function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
