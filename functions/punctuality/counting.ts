import { dayOf, daysAfter } from '../../shared/city/calendar.ts';
import { countDay } from './day.ts';
import type { PunctualityStore } from './store.ts';

/** An entry may be written a little after its time, by a machine whose clock is slow: a day is final only then. */
const settleMilliseconds = 30 * 60_000;

interface Bounds {
  /** The city's time. */
  now: Date;
  /** The first day that there can be anything on. */
  firstDay: string;
  /** Count again from this day on, final or not. */
  from?: string | undefined;
  mayGoOn: () => boolean;
}

/** The moment at which a day of the city's calendar is over. */
const endOf = (day: string) => new Date(`${daysAfter(day, 1)}T00:00:00+07:00`);

/**
 * Counts every day since the last final one, today as far as it has come, each on top of the one before. What one run
 * does not reach the next one does; two at once come to the same.
 */
export async function countDays(
  store: PunctualityStore,
  { now, firstDay, from, mayGoOn }: Bounds,
): Promise<{ counted: string[]; finished: boolean }> {
  const today = dayOf(now);
  const open = await firstOpenDay(store, today, firstDay);
  // No gap before it, and nothing behind it that rests on what is counted again.
  const begin = from !== undefined && from < open ? from : open;
  if (begin < open) await store.reopen(daysBetween(begin, today));
  let overdue = await store.overdueAtEndOf(daysAfter(begin, -1));
  const counted: string[] = [];
  for (let day = begin; day <= today; day = daysAfter(day, 1)) {
    if (!mayGoOn()) return { counted, finished: false };
    const end = endOf(day);
    const days = countDay(await store.entriesOf(day), overdue);
    await store.save(day, days, {
      final: now.getTime() >= end.getTime() + settleMilliseconds,
      asOf: (now < end ? now : end).toISOString(),
    });
    overdue = new Map([...days].map(([unit, figures]) => [unit, figures.overdue]));
    counted.push(day);
  }
  return { counted, finished: true };
}

/** The days from one to another, both included. */
function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = daysAfter(day, 1)) days.push(day);
  return days;
}

/** The day after the last one that is final; the first day of all where none is. */
async function firstOpenDay(store: PunctualityStore, today: string, firstDay: string): Promise<string> {
  for (let day = daysAfter(today, -1); day >= firstDay; day = daysAfter(day, -1)) {
    const counted = await store.dayOf(day);
    if (counted?.final === true) return daysAfter(day, 1);
  }
  return firstDay <= today ? firstDay : today;
}
