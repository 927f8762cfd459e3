import { type Break, breaksOfChain, breaksOfDay, dayAfter, type Seal } from './seal.ts';
import type { SealStore } from './seal-store.ts';
import { monthsBetween } from '../../shared/table/lists.ts';

/** Days of which the table is read again, each night. Assumed: whoever changes an entry does it soon, or is in no hurry. */
const recheckedDays = 7;
/** Seals that are read side by side. */
const atOnce = 16;

export interface Extent {
  /** Whose seals must be there: up to this day. */
  until: string;
  /** The month in which the first can be. */
  firstMonth: string;
  /** Days of which the entries are read again; the last seven where not given. */
  from?: string | undefined;
  to?: string | undefined;
}

/** Follows the chain from its first seal to its last, and compares the table with what was sealed. */
export async function checkChain(
  store: SealStore,
  { until, firstMonth, from, to }: Extent,
): Promise<{ checked: number; broken: Break[] }> {
  const days: string[] = [];
  for (const month of monthsBetween(firstMonth, until.slice(0, 7))) days.push(...(await store.daysIn(month)));
  const [first] = days;
  if (first === undefined) return { checked: 0, broken: [] };
  const seals = new Map<string, Seal>();
  for (let start = 0; start < days.length; start += atOnce) {
    const batch = await Promise.all(days.slice(start, start + atOnce).map((day) => readable(store, day)));
    for (const seal of batch) if (seal !== null) seals.set(seal.day, seal);
  }
  const [begin, end] = [from ?? dayAfter(until, 1 - recheckedDays), to ?? until];
  const broken: Break[] = [];
  let previous: Seal | null = null;
  let checked = 0;
  for (let day = first; day <= until; day = dayAfter(day)) {
    checked += 1;
    const seal = seals.get(day);
    if (seal === undefined) {
      broken.push({ day, what: days.includes(day) ? 'seal-changed' : 'seal-missing' });
      continue;
    }
    broken.push(...breaksOfChain(seal, previous));
    if (day >= begin && day <= end) {
      broken.push(...breaksOfDay(seal, (await store.list(day)) ?? '', await store.entries(day)));
    }
    previous = seal;
  }
  return { checked, broken };
}

/** A seal; null for one that can no longer be read as one, or says to be of another day. */
async function readable(store: SealStore, day: string): Promise<Seal | null> {
  try {
    const seal = await store.seal(day);
    return seal?.day === day ? seal : null;
  } catch {
    return null;
  }
}
