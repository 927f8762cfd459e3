import { dayOf, daysAfter } from './calendar.ts';
import { isWeekend, type WorkingCalendar } from './working-calendar.ts';

/** Thrown for a year of which nobody has said which days are worked. */
export class UnknownYear extends Error {
  readonly year: string;

  constructor(year: string) {
    super(`the working calendar says nothing about ${year}`);
    this.name = 'UnknownYear';
    this.year = year;
  }
}

/** Working time by a calendar. Times are exact to the millisecond; durations are working minutes. */
export interface WorkingTime {
  isWorkingDay: (day: string) => boolean;
  /** The moment when so much working time has passed since `from`; always within working hours. */
  add: (from: Date, minutes: number) => Date;
  /** The last moment from which so much working time passes until `to`; always within working hours. */
  subtract: (to: Date, minutes: number) => Date;
  /** The working time between two moments; 0 where `to` does not lie behind `from`. */
  between: (from: Date, to: Date) => number;
  /** Working minutes of an ordinary day. */
  minutesOfDay: number;
}

const minute = 60_000;

/**
 * Reads a calendar into what can be reckoned with. In a year that it does not know, each function throws UnknownYear;
 * or takes Monday to Friday as worked where `unknown` is `weekdays`, for what must not stop.
 */
export function workingTime(
  { hours, years }: WorkingCalendar,
  unknown: 'refuse' | 'weekdays' = 'refuse',
): WorkingTime {
  const known = new Map(
    Object.entries(years).map(([year, { holidays, makeUpDays }]) => [
      year,
      { free: new Set(holidays.flatMap(daysOf)), worked: new Set(makeUpDays) },
    ]),
  );

  function isWorkingDay(day: string): boolean {
    const year = known.get(day.slice(0, 4));
    if (year === undefined) {
      if (unknown === 'weekdays') return !isWeekend(day);
      throw new UnknownYear(day.slice(0, 4));
    }
    return year.worked.has(day) || (!isWeekend(day) && !year.free.has(day));
  }

  /** The stretches of a day in which people work, as moments. */
  const stretches = (day: string) =>
    isWorkingDay(day)
      ? hours.map(
          ({ from, to }) =>
            [Date.parse(`${day}T${from}:00+07:00`), Date.parse(`${day}T${to}:00+07:00`)] as const,
        )
      : [];

  return {
    isWorkingDay,
    add(from, minutes) {
      let left = minutes * minute;
      for (let day = dayOf(from); ; day = daysAfter(day, 1)) {
        for (const [start, end] of stretches(day)) {
          const begin = Math.max(start, from.getTime());
          if (begin > end) continue;
          if (begin + left <= end) return new Date(begin + left);
          left -= end - begin;
        }
      }
    },
    subtract(to, minutes) {
      let left = minutes * minute;
      for (let day = dayOf(to); ; day = daysAfter(day, -1)) {
        for (const [start, end] of stretches(day).toReversed()) {
          const last = Math.min(end, to.getTime());
          if (last < start) continue;
          if (last - left >= start) return new Date(last - left);
          left -= last - start;
        }
      }
    },
    minutesOfDay: hours.reduce((sum, { from, to }) => sum + minutesOf(to) - minutesOf(from), 0),
    between(from, to) {
      let sum = 0;
      const last = dayOf(to);
      for (let day = dayOf(from); day <= last; day = daysAfter(day, 1)) {
        for (const [start, end] of stretches(day)) {
          sum += Math.max(0, Math.min(end, to.getTime()) - Math.max(start, from.getTime()));
        }
      }
      return sum / minute;
    },
  };
}

function daysOf({ from, to }: { from: string; to: string }): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = daysAfter(day, 1)) days.push(day);
  return days;
}

/** Minutes since midnight of `07:30`. */
function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
