import { dayOf, timeOf } from '../../shared/city/calendar.ts';

/** The city's day of a time as people write it: 23/11/2026. */
export function dayInWords(at: string): string {
  const [year, month, day] = dayOf(new Date(at)).split('-');
  return `${day}/${month}/${year}`;
}

/** The city's time and day of a time as people write it: 09:15 23/11/2026. */
export const timeInWords = (at: string) => `${timeOf(new Date(at))} ${dayInWords(at)}`;
