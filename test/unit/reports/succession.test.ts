import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { moved, successions } from '../../../functions/reports/succession.ts';
import { townOf } from '../../../functions/reports/town.ts';
import { transition } from '../../../functions/reports/transitions.ts';
import { Command } from '../../../functions/reports/commands.ts';
import hueRouting from '../../../shared/city/data/hue-routing.json' with { type: 'json' };
import hueUnits from '../../../shared/city/data/hue-units.json' with { type: 'json' };
import cityFile from '../../../cdk/cities/hue.json' with { type: 'json' };
import { CityConfig } from '../../../shared/city/config.ts';
import { hierarchyErrors } from '../../../shared/city/hierarchy.ts';
import { RoutingDocument, type Unit, UnitsDocument } from '../../../shared/city/directory.ts';
import { context, hepco, ioc, official, phuXuan, submitted, timetable } from './samples.ts';

const later = new Date('2026-11-24T01:00:00.000Z');
const city = { monitoringUnit: 'IOC' };
const toHepco = { ended: '19753', successor: hepco };
const done = (report: ReturnType<typeof submitted>, ...commands: object[]) =>
  commands.reduce<ReturnType<typeof submitted>>(
    (before, command) => transition(before, Command.parse(command), context(before, official)).report,
    report,
  );

describe('an open report of a unit that has ended', () => {
  test('goes to the successor, which has to take it on; its deadline runs on', () => {
    const report = done(
      submitted(),
      { action: 'accept' },
      { action: 'ask', question: 'Ở phía nào của đường?' },
    );
    const change = moved(report, toHepco, later, timetable, city);
    expect(change?.report).toMatchObject({
      unit: hepco,
      status: 'assigned',
      assignee: null,
      question: null,
      version: report.version + 1,
      updatedAt: later.toISOString(),
      // Its clock had stood still for the question of the office before.
      dueAt: '2026-12-01T01:00:00.000Z',
      pausedAt: null,
      acceptDueAt: '2026-11-24T09:00:00.000Z',
      clockVersion: report.clockVersion + 1,
    });
    expect(change?.entry).toMatchObject({
      type: 'report.assigned',
      audience: 'public',
      note: null,
      actor: { role: 'system', accountId: null },
      aggregate: { version: report.version + 1 },
      data: {
        unit: 'HEPCO',
        previousUnit: '19753',
        previousStatus: 'waiting_reporter',
        status: 'assigned',
        clockVersion: report.clockVersion + 1,
      },
    });
  });
  test('goes to the screening of the monitoring centre, where that follows', () => {
    expect(
      moved(submitted(), { ended: '19753', successor: ioc }, later, timetable, city)?.report,
    ).toMatchObject({
      status: 'screening',
      unit: ioc,
    });
  });
  test('stays where it went meanwhile, and what is done stays with who did it', () => {
    expect(moved(submitted(), { ended: 'HEPCO', successor: phuXuan }, later, timetable, city)).toBeNull();
    const resolved = done(
      submitted(),
      { action: 'accept' },
      { action: 'reject', reason: 'Không thuộc thẩm quyền' },
    );
    expect(moved(resolved, toHepco, later, timetable, city)).toBeNull();
  });
});

const { units } = UnitsDocument.parse(hueUnits);
const runtime = CityConfig.parse(cityFile.runtime);
const routing = RoutingDocument.parse(hueRouting);
const ended = (...pairs: [string, string][]): Unit[] =>
  units.map((unit) => {
    const pair = pairs.find(([code]) => code === unit.code);
    return pair ? { ...unit, to: '2026-11-22', successor: pair[1] } : unit;
  });

test('the successions of a day are those of the units that have ended before it', () => {
  const list = ended(['19753', '19789'], ['19789', '19813']);
  expect(successions(list, '2026-11-22')).toEqual([]);
  expect(successions(list, '2026-11-23').map((one) => [one.ended, one.successor.code])).toEqual([
    ['19753', '19813'],
    ['19789', '19813'],
  ]);
});

describe('a town whose units have ended', () => {
  const inPhuXuan = { lat: 16.4785, lng: 107.577 };
  const town = (list: Unit[], day = '2026-11-23') => townOf(list, routing, null, runtime, day);

  test('sends new reports and returned ones to who followed them', () => {
    const after = town(ended(['19753', '19789'], ['HUEWACO', 'HEPCO']));
    expect(after.placeOf(inPhuXuan, 'road_damage')).toMatchObject({
      commune: '19789',
      unit: { code: '19789', name: { en: 'Thuan Hoa Ward' } },
    });
    expect(after.placeOf(inPhuXuan, 'water_supply').unit.code).toBe('HEPCO');
    expect(after.route('animals', '19753').code).toBe('19789');
    expect(after.unit('HUEWACO')?.code).toBe('HEPCO');
    expect(after.unit('19753')).toEqual({
      code: '19789',
      name: { vi: 'Phường Thuận Hóa', en: 'Thuan Hoa Ward' },
    });
  });
  test('does so from the day after their last', () => {
    const before = town(ended(['19753', '19789']), '2026-11-22');
    expect(before.placeOf(inPhuXuan, 'road_damage')).toMatchObject({
      commune: '19753',
      unit: { code: '19753' },
    });
  });
  test('gives no place to a commune that has not begun', () => {
    const planned: Unit = {
      code: '99999',
      kind: 'commune',
      name: { vi: 'Mới', en: 'New' },
      parent: 'UBND',
      from: '2027-01-01',
      point: inPhuXuan,
    };
    expect(town([planned, ...units]).placeOf(inPhuXuan, 'road_damage').commune).toBe('19753');
    expect(town([planned, ...units], '2027-01-01').placeOf(inPhuXuan, 'road_damage').commune).toBe('99999');
  });
  test('never sends a report to a unit that has ended, whichever they are', () => {
    // The last of each kind goes on: a commune follows communes, an agency the others.
    const isCommune = ({ kind }: Unit) => kind === 'commune';
    const communes = units.filter(isCommune).map(({ code }) => code);
    const others = units.filter((unit) => !isCommune(unit)).map(({ code }) => code);
    const chainOf = (codes: string[], last: string | undefined) =>
      codes.map((code, n): [string, string] => [code, codes[n + 1] ?? last ?? '']);
    fc.assert(
      fc.property(
        fc.subarray(communes.slice(0, -1), { maxLength: 20 }),
        fc.subarray(others.slice(1), { maxLength: 10 }),
        fc.constantFrom(...routing.rules.map(({ category }) => category)),
        fc.constantFrom(...units.filter(isCommune)),
        (first, second, category, { point }) => {
          const endings = [...first, ...second];
          const list = ended(...chainOf(first, communes.at(-1)), ...chainOf(second, others[0]));
          // A unit cannot be followed by one below it.
          fc.pre(!hierarchyErrors(list).some(({ field }) => field.endsWith('successor')));
          const { unit, commune } = town(list).placeOf(point ?? inPhuXuan, category);
          expect(endings).not.toContain(unit.code);
          expect(endings).not.toContain(commune);
        },
      ),
    );
  });
});
