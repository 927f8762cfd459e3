import type { Actor } from '../../../shared/access/actor.ts';
import calendar from '../../../shared/city/data/vn-calendar.json' with { type: 'json' };
import shipped from '../../../shared/city/data/deadlines.json' with { type: 'json' };
import { DeadlinesDocument } from '../../../shared/city/deadlines.ts';
import type { Timetable } from '../../../shared/city/timetable.ts';
import { WorkingCalendar } from '../../../shared/city/working-calendar.ts';
import { workingTime } from '../../../shared/city/working-time.ts';
import { type HandlingUnit, type Report } from '../../../functions/reports/report.ts';
import { submit } from '../../../functions/reports/submission.ts';
import type { TransitionContext } from '../../../functions/reports/effects.ts';

export const now = new Date('2026-11-23T01:00:00.000Z');
/** By the calendar that comes with the code. */
export const working = workingTime(WorkingCalendar.parse(calendar), 'weekdays');
/** The deadlines that come with the code: by working time but for what is urgent. */
export const shippedTimetable: Timetable = {
  version: 0,
  deadlines: DeadlinesDocument.parse(shipped),
  time: working,
};

/** Deadlines by the clock on the wall, the same for every report: easy to reckon with. */
export function timetableOf({
  accept = 8,
  resolve = 168,
  remindBefore = 24,
  ladder = [0, 24, 48],
}): Timetable {
  const hours = (count: number) => ({ count, unit: 'hours' as const });
  return {
    version: 0,
    deadlines: {
      source: 'test',
      rules: [
        {
          verify: hours(accept),
          accept: hours(accept),
          resolve: hours(resolve),
          remindBefore: hours(remindBefore),
          ladder: ladder.map(hours),
        },
      ],
      waits: { reporter: hours(100), thirdParty: hours(300) },
      extension: { atMost: hours(200) },
      closeAfter: hours(168),
    },
    time: working,
  };
}
export const timetable = timetableOf({});
/** As stores and sweeps ask for it. */
export const timetables = { current: () => Promise.resolve(timetable), of: () => Promise.resolve(timetable) };

export const phuXuan: HandlingUnit = { code: '19753', name: { vi: 'Phường Phú Xuân', en: 'Phu Xuan Ward' } };
export const hepco: HandlingUnit = { code: 'HEPCO', name: { vi: 'HEPCO', en: 'HEPCO' } };
export const ioc: HandlingUnit = { code: 'IOC', name: { vi: 'Trung tâm giám sát', en: 'Monitoring centre' } };
const units = [phuXuan, hepco, ioc];

export const reporter = { role: 'citizen', accountId: 'reporter', unit: null } satisfies Actor;
export const neighbour = { role: 'citizen', accountId: 'neighbour', unit: null } satisfies Actor;
export const leader = { role: 'leader', accountId: 'leader', unit: '19753' } satisfies Actor;
export const official = { role: 'official', accountId: 'official', unit: '19753' } satisfies Actor;
export const stranger = { role: 'official', accountId: 'stranger', unit: 'HEPCO' } satisfies Actor;
export const monitor = { role: 'monitor', accountId: 'monitor', unit: 'IOC' } satisfies Actor;

export function submitted(
  given: { category?: 'road_damage' | null; photoIds?: string[] } = {},
  at: Date = now,
  by: Timetable = timetable,
): Report {
  const category = given.category === undefined ? 'road_damage' : given.category;
  return submit(
    {
      id: '01KAR3S0000000000000000000',
      code: 'KHMTRWQA',
      reporter,
      description: 'Ổ gà lớn trước cổng trường',
      location: { lat: 16.4698, lng: 107.5786 },
      address: null,
      category,
      photoIds: given.photoIds ?? [],
      commune: '19753',
      communeIsGuess: false,
      unit: category === null ? ioc : phuXuan,
    },
    at,
    by,
  ).report;
}

export function context(
  report: Report,
  actor: Actor,
  at: Date = now,
  by: Timetable = timetable,
): TransitionContext {
  return {
    actor,
    now: at,
    expectedVersion: report.version,
    timetable: by,
    monitoringUnit: 'IOC',
    other: null,
    unit: (code) => units.find((unit) => unit.code === code),
    route: () => phuXuan,
  };
}
