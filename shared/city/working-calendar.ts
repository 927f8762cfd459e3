import * as z from 'zod';
import type { FieldError } from '../errors.ts';
import { rule } from '../http/validation.ts';
import { dayOf, daysAfter } from './calendar.ts';

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM');
const Day = z.iso.date();

/** A holiday: one day, or several in a row. */
const Holiday = z.strictObject({ name: z.string().min(1), from: Day, to: Day });

const Year = z.strictObject({
  /** Where the days are from: the law, a decision, or an assumption that says so. */
  source: z.string().min(1),
  holidays: z.array(Holiday).min(1),
  /** Saturdays and Sundays on which people work, for a working day off elsewhere. */
  makeUpDays: z.array(Day),
});

/**
 * When offices work: hours of each working day by the city's time, Monday to Friday but for holidays, and the days
 * that make up for others. A year that is not there is unknown, not free of holidays.
 */
export const WorkingCalendar = z
  .strictObject({
    hours: z.array(z.strictObject({ from: TimeOfDay, to: TimeOfDay })).min(1),
    years: z.record(z.string().regex(/^20\d\d$/), Year),
  })
  .check(({ value, issues }) => {
    for (const { path, text } of problemsWith(value)) {
      issues.push({ code: 'custom', input: value, path: [...path], ...messageOf(text) });
    }
  });
export type WorkingCalendar = z.infer<typeof WorkingCalendar>;

type Problem = { path: readonly (string | number)[]; text: { vi: string; en: string } };

const messageOf = (text: Problem['text']) => {
  const { error, params } = rule(text);
  return { message: error, params };
};

/** Of a working day: with less, deadlines of some days would take years. */
const leastMinutes = 120;

/** What no schema of a field can see: hours that overlap, days of another year, a day that is there twice. */
function problemsWith({
  hours,
  years,
}: {
  hours: { from: string; to: string }[];
  years: Record<string, z.infer<typeof Year>>;
}): Problem[] {
  const found: Problem[] = [];
  for (const [index, { from, to }] of hours.entries()) {
    const before = hours[index - 1]?.to ?? '00:00';
    if (from >= to || from < before) {
      found.push({
        path: ['hours', index],
        text: { vi: 'Giờ làm việc chồng nhau hoặc ngược', en: 'The hours overlap or run backwards' },
      });
    }
  }
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  if (hours.reduce((sum, { from, to }) => sum + minutes(to) - minutes(from), 0) < leastMinutes) {
    found.push({
      path: ['hours'],
      text: { vi: 'Một ngày làm việc ít nhất hai giờ', en: 'A working day has two hours at least' },
    });
  }
  for (const [year, { holidays, makeUpDays }] of Object.entries(years)) {
    const free = new Set<string>();
    for (const [index, { from, to }] of holidays.entries()) {
      const path = ['years', year, 'holidays', index];
      if (!from.startsWith(year) || !to.startsWith(year) || to < from || to > daysAfter(from, 30)) {
        found.push({
          path,
          text: { vi: `Không phải các ngày của năm ${year}`, en: `These are no days of ${year}` },
        });
        continue;
      }
      for (let day = from; day <= to; day = daysAfter(day, 1)) {
        if (free.has(day)) {
          found.push({ path, text: { vi: `Ngày ${day} bị lặp`, en: `${day} is there twice` } });
        }
        free.add(day);
      }
    }
    for (const [index, day] of makeUpDays.entries()) {
      if (day.startsWith(year) && !free.has(day) && isWeekend(day) && makeUpDays.indexOf(day) === index)
        continue;
      found.push({
        path: ['years', year, 'makeUpDays', index],
        text: {
          vi: 'Ngày làm bù phải là thứ Bảy hoặc Chủ nhật của năm đó, không phải ngày nghỉ, mỗi ngày một lần',
          en: 'A make-up day is a Saturday or Sunday of its year, no holiday, and there once',
        },
      });
    }
  }
  return found;
}

/** Saturday or Sunday. */
export const isWeekend = (day: string) => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

/** Days ahead of which the next year's calendar is asked for. Assumed: it is announced in autumn. */
const askAheadDays = 60;

/**
 * The years that a calendar has to know by now: this one, and towards its end the next. An error for each that is
 * missing, and which of them is missing already today.
 */
export function missingYears(
  { years }: Pick<WorkingCalendar, 'years'>,
  now: Date,
): { year: string; isNow: boolean; error: FieldError }[] {
  const today = dayOf(now);
  const wanted = new Set([today, daysAfter(today, askAheadDays)].map((day) => day.slice(0, 4)));
  return [...wanted]
    .filter((year) => !(year in years))
    .map((year) => ({
      year,
      isNow: today.startsWith(year),
      error: {
        field: `years.${year}`,
        message: { vi: `Thiếu lịch làm việc năm ${year}`, en: `The working calendar of ${year} is missing` },
      },
    }));
}
