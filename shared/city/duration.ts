import * as z from 'zod';
import { rule } from '../http/validation.ts';
import type { WorkingTime } from './working-time.ts';

/** How a duration runs: by the days or hours that offices work, or by the clock on the wall. */
const units = ['workingDays', 'workingHours', 'hours'] as const;

/** A year in each unit, rounded up: a longer duration is a slip of the pen. */
const longest: Record<(typeof units)[number], number> = {
  workingDays: 260,
  workingHours: 2000,
  hours: 8784,
};

/** Five minutes: what is shorter is over before anybody has read the report. */
const shortestHours = 5 / 60;

/** A count of one of the units. */
interface Span {
  count: number;
  unit: (typeof units)[number];
}

const shape = { count: z.number().nonnegative(), unit: z.enum(units) };

const notAbsurd = ({ count, unit }: Span) => count <= longest[unit];
const tooLong = {
  ...rule({ vi: 'Dài hơn một năm', en: 'This is longer than a year' }),
  path: ['count'],
};

/** How long after a moment something happens: at once, or later. */
export const Delay = z.strictObject(shape).refine(notAbsurd, tooLong);

/** How long something may take. `{count: 7, unit: 'workingDays'}` */
export const Duration = z
  .strictObject({ ...shape, count: z.number().positive() })
  .refine(notAbsurd, tooLong)
  .refine((duration) => roughHours(duration) >= shortestHours, {
    ...rule({ vi: 'Ngắn hơn năm phút', en: 'This is shorter than five minutes' }),
    path: ['count'],
  })
  .meta({ id: 'Duration', description: 'By working days, working hours, or hours of the clock on the wall' });
export type Duration = z.infer<typeof Duration>;

const hour = 3_600_000;

/** Does it run while offices are closed? */
export const runsByTheClock = ({ unit }: Pick<Duration, 'unit'>) => unit === 'hours';

/** The moment when a duration that begins at `from` is over. A working day is as long as an ordinary one. */
export function after(time: WorkingTime, from: Date, duration: Duration): Date {
  // At once is at once, also at night.
  if (duration.count === 0) return from;
  if (runsByTheClock(duration)) return new Date(from.getTime() + duration.count * hour);
  return time.add(from, workingMinutes(time, duration));
}

/** The moment from which a duration lasts until `to`. */
export function before(time: WorkingTime, to: Date, duration: Duration): Date {
  if (runsByTheClock(duration)) return new Date(to.getTime() - duration.count * hour);
  return time.subtract(to, workingMinutes(time, duration));
}

function workingMinutes(time: WorkingTime, { count, unit }: Duration): number {
  return unit === 'workingDays' ? count * time.minutesOfDay : count * 60;
}

/**
 * About how many hours on the wall a duration takes, to compare those of different units: a week has 168 hours, and
 * in Vietnam 37.5 working ones on five days.
 */
export function roughHours({ count, unit }: Span): number {
  const each = { workingDays: 168 / 5, workingHours: 168 / 37.5, hours: 1 };
  return count * each[unit];
}
