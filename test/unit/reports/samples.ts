import type { Actor } from '../../../shared/access/actor.ts';
import type { CityConfig } from '../../../shared/city/config.ts';
import { type HandlingUnit, type Report } from '../../../functions/reports/report.ts';
import { submit } from '../../../functions/reports/submission.ts';
import type { TransitionContext } from '../../../functions/reports/transitions.ts';

export const now = new Date('2026-11-23T01:00:00.000Z');
export const deadlines: CityConfig['deadlines'] = {
  acceptHours: 8,
  resolveHours: 168,
  remindBeforeHours: 24,
};

export const phuXuan: HandlingUnit = { code: '19753', name: { vi: 'Phường Phú Xuân', en: 'Phu Xuan Ward' } };
export const hepco: HandlingUnit = { code: 'HEPCO', name: { vi: 'HEPCO', en: 'HEPCO' } };
export const ioc: HandlingUnit = { code: 'IOC', name: { vi: 'Trung tâm giám sát', en: 'Monitoring centre' } };
const units = [phuXuan, hepco, ioc];

export const reporter = { role: 'citizen', accountId: 'reporter', unit: null } satisfies Actor;
export const neighbour = { role: 'citizen', accountId: 'neighbour', unit: null } satisfies Actor;
export const official = { role: 'official', accountId: 'official', unit: '19753' } satisfies Actor;
export const stranger = { role: 'official', accountId: 'stranger', unit: 'HEPCO' } satisfies Actor;
export const monitor = { role: 'monitor', accountId: 'monitor', unit: 'IOC' } satisfies Actor;

export function submitted(given: { category?: 'road_damage' | null; photoIds?: string[] } = {}): Report {
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
    now,
    deadlines,
  ).report;
}

export function context(report: Report, actor: Actor, at: Date = now): TransitionContext {
  return {
    actor,
    now: at,
    expectedVersion: report.version,
    deadlines,
    monitoringUnit: 'IOC',
    unit: (code) => units.find((unit) => unit.code === code),
    route: () => phuXuan,
  };
}
