import * as z from 'zod';
import { daysAfter } from '../../shared/city/calendar.ts';
import { UnitCode } from '../../shared/city/directory.ts';
import { rule } from '../../shared/http/validation.ts';
import type { Routes } from '../../shared/http/route.ts';
import { Time } from '../../shared/identifiers.ts';
import { Figures } from './figures.ts';

const Day = z.iso.date().meta({ description: 'A day of the city’s calendar, YYYY-MM-DD' });
/** As many days as a quarter has. */
const mostDays = 92;

const asOf = Time.nullable().meta({ description: 'How far it was counted; null where it was not yet' });

const Period = z
  .strictObject({ from: Day, to: Day })
  .refine(({ from, to }) => from <= to, {
    ...rule({ vi: 'Ngày cuối trước ngày đầu', en: 'The last day lies before the first' }),
    path: ['to'],
  })
  .refine(({ from, to }) => to < daysAfter(from, mostDays), {
    ...rule({ vi: `Nhiều nhất ${mostDays} ngày`, en: `At most ${mostDays} days` }),
    path: ['to'],
  });

/** The contract of punctuality: who was on time, for everybody to see. */
export const routes = {
  getPunctualityOfDay: {
    method: 'GET',
    path: '/punctuality',
    summary: 'How punctual the city and its units were on a day',
    action: 'punctuality.read',
    query: z.strictObject({ day: Day }),
    responses: {
      200: z.strictObject({
        day: Day,
        asOf,
        final: z.boolean().meta({ description: 'The day is over and counted to its end' }),
        city: Figures,
        units: z.array(z.strictObject({ unit: z.string(), figures: Figures })),
      }),
    },
    etag: true,
  },
  getPunctualityOfUnit: {
    method: 'GET',
    path: '/punctuality/units/{code}',
    summary: 'How punctual a unit was over some days, and on each of them',
    action: 'punctuality.read',
    params: z.object({ code: UnitCode }),
    query: Period,
    responses: {
      200: z.strictObject({
        unit: z.string(),
        from: Day,
        to: Day,
        asOf,
        figures: Figures,
        days: z.array(z.strictObject({ day: Day, figures: Figures })),
      }),
    },
    etag: true,
  },
} as const satisfies Routes;

/** What the gateway sends to this feature. */
export const gatewayPaths = ['/punctuality', '/punctuality/{proxy+}'] as const;
