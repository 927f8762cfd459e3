import { dayAfter, lastCompleteDay, listOf, type Seal, sealDay } from './seal.ts';
import type { SealStore } from './seal-store.ts';

/** How far a run goes. */
export interface Bounds {
  /** The city's time. */
  now: Date;
  /** The first day that there can be anything on. */
  firstDay: string;
  /** Says when there is no time for another day. */
  mustEnd?: () => boolean;
}

/**
 * Seals every complete day that is not sealed yet, each behind the one before. The chain begins with the first day on
 * which anything was done and has no gaps from then on: a day on which nothing was done is sealed too. What one run
 * does not reach the next one does; two at once come to the same.
 */
export async function sealDays(
  store: SealStore,
  { now, firstDay, mustEnd = () => false }: Bounds,
): Promise<{ sealed: string[]; finished: boolean }> {
  const until = lastCompleteDay(now);
  const last = await store.lastSealed(until.slice(0, 7), firstDay.slice(0, 7));
  let previous: Seal | null = last === null ? null : await store.seal(last);
  const sealed: string[] = [];
  for (let day = last === null ? firstDay : dayAfter(last); day <= until; day = dayAfter(day)) {
    if (mustEnd()) return { sealed, finished: false };
    if (previous === null && !(await store.hasEntries(day))) continue;
    const list = await store.putList(day, listOf(await store.entries(day)));
    previous = await store.putSeal(sealDay(day, list, previous, now));
    sealed.push(day);
  }
  return { sealed, finished: true };
}
