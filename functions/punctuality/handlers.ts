import { dayOf, daysAfter } from '../../shared/city/calendar.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Handlers } from '../../shared/http/route.ts';
import { figuresOf } from './figures.ts';
import type { routes } from './routes.ts';
import type { PunctualityStore } from './store.ts';

export function punctualityHandlers(store: PunctualityStore, clock: Clock): Handlers<typeof routes> {
  /** How far days up to `day` were counted: today is counted again each hour. */
  async function countedUntil(day: string) {
    const today = dayOf(clock.now());
    const last = day < today ? day : today;
    return (await store.dayOf(last)) ?? (await store.dayOf(daysAfter(last, -1)));
  }

  return {
    async getPunctualityOfDay({ query: { day } }) {
      const [counted, rows] = await Promise.all([store.dayOf(day), store.unitsOn(day)]);
      const days = rows.map(({ figures }) => figures);
      return {
        status: 200,
        body: {
          day,
          asOf: counted?.asOf ?? null,
          final: counted?.final ?? false,
          city: figuresOf(days, days),
          units: rows.map(({ unit, figures }) => ({ unit, figures: figuresOf([figures]) })),
        },
      };
    },

    async getPunctualityOfUnit({ params: { code }, query: { from, to } }) {
      const [counted, rows] = await Promise.all([countedUntil(to), store.daysOf(code, from, to)]);
      return {
        status: 200,
        body: {
          unit: code,
          from,
          to,
          asOf: counted?.asOf ?? null,
          figures: figuresOf(rows.map(({ figures }) => figures)),
          days: rows.map(({ day, figures }) => ({ day, figures: figuresOf([figures]) })),
        },
      };
    },
  };
}
