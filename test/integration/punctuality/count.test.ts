import { describe, expect, test } from 'vitest';
import { countDays } from '../../../functions/punctuality/counting.ts';
import { PunctualityStore } from '../../../functions/punctuality/store.ts';
import { dayOf } from '../../../shared/city/calendar.ts';
import { system } from '../../../shared/access/actor.ts';
import { actorOf } from '../../../shared/timeline.ts';
import { append } from '../../../shared/timeline-store.ts';
import { transact } from '../../../shared/table/table.ts';
import { city, eventually } from '../../city-under-test.ts';
import { Client } from '../../journeys/client.ts';
import { ownTable } from '../directory/own-table.ts';
import { invoke } from '../invoke.ts';

const table = ownTable('punctuality', ['GSI1', 'GSI2', 'GSI5']);
const store = new PunctualityStore(table);
const mayGoOn = () => true;

/** A report's entry at a moment by the city's time. */
async function tell(at: string, type: string, report: string, data: object): Promise<void> {
  const entry = {
    type: `report.${type}`,
    at: new Date(`${at}:00+07:00`).toISOString(),
    aggregate: { type: 'report' as const, id: report, version: 1 },
    actor: actorOf(system),
    audience: 'office' as const,
    noteAudience: 'office' as const,
    note: null,
    data: { unit: 'HEPCO', overdue: false, ...data },
  };
  await transact(table, [append(table, entry)]);
}

describe('days of the city', () => {
  test('are counted from the timeline, each on top of the one before; counted again they say the same', async () => {
    // Late in the evening of the 2nd is still the 2nd, though it is the 3rd nowhere but in UTC+7 first.
    await tell('2026-11-02T23:30', 'overdue', 'a', { overdue: true });
    await tell('2026-11-03T00:30', 'overdue', 'b', { overdue: true });
    await tell('2026-11-04T09:00', 'resolved', 'a', { overdueAt: '2026-11-02T16:30:00.000Z' });
    const bounds = { now: new Date('2026-11-04T05:00:00Z'), firstDay: '2026-11-01', mayGoOn };
    const counted = ['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04'];
    expect(await countDays(store, bounds)).toEqual({ counted, finished: true });
    const overdue = async (day: string) => (await store.overdueAtEndOf(day)).get('HEPCO');
    expect(await overdue('2026-11-02')).toEqual(['a']);
    expect(await overdue('2026-11-03')).toEqual(['a', 'b']);
    expect(await overdue('2026-11-04')).toEqual(['b']);
    expect(await store.dayOf('2026-11-03')).toEqual({ final: true, asOf: '2026-11-03T17:00:00.000Z' });
    expect(await store.dayOf('2026-11-04')).toEqual({ final: false, asOf: '2026-11-04T05:00:00.000Z' });

    const before = await store.daysOf('HEPCO', '2026-11-01', '2026-11-30');
    // An hour later only today is open; by hand everything is counted again.
    const later = { ...bounds, now: new Date('2026-11-04T06:00:00Z') };
    expect((await countDays(store, later)).counted).toEqual(['2026-11-04']);
    expect((await countDays(store, { ...later, from: '2026-11-02' })).counted).toEqual(counted.slice(1));
    expect(await store.daysOf('HEPCO', '2026-11-01', '2026-11-30')).toEqual(before);
  });

  test('a run that is out of time goes on where it stopped', async () => {
    const bounds = { now: new Date('2026-11-07T05:00:00Z'), firstDay: '2026-11-01' };
    const once = [true, true, false].values();
    const first = await countDays(store, { ...bounds, mayGoOn: () => once.next().value ?? false });
    expect(first).toEqual({ counted: ['2026-11-04', '2026-11-05'], finished: false });
    // From later by hand leaves no gap.
    expect((await countDays(store, { ...bounds, from: '2026-11-07', mayGoOn })).counted).toEqual([
      '2026-11-06',
      '2026-11-07',
    ]);
    // From earlier by hand and out of time: what rests on it is open again, and counted by the next run.
    const again = [true, false].values();
    await countDays(store, { ...bounds, from: '2026-11-05', mayGoOn: () => again.next().value ?? false });
    expect((await countDays(store, { ...bounds, mayGoOn })).counted).toEqual(['2026-11-06', '2026-11-07']);
  });
});

test('the deployed job counts what happened just now, and everybody can read it', async () => {
  const citizen = new Client('citizen');
  const { body } = await citizen.report({ category: 'noise_air_pollution' });
  const office = new Client(`official@${body.unit.code}`);
  await office.decide(body.id, { action: 'accept' });
  const solved = await office.decide(body.id, { action: 'resolve', outcome: 'cannot_fix', done: 'Đã nhắc' });
  const day = dayOf(new Date(solved.body.updatedAt));
  await eventually('it is counted', async () => {
    await invoke('punctuality-on-count', { from: day });
    const response = await fetch(`${city.apiUrl}/punctuality?day=${day}`);
    const read = (await response.json()) as { units: { unit: string; figures: { onTime: number } }[] };
    return read.units.find(({ unit, figures }) => unit === body.unit.code && figures.onTime > 0);
  });
  const unit = await fetch(`${city.apiUrl}/punctuality/units/${body.unit.code}?from=${day}&to=${day}`);
  const read = (await unit.json()) as { figures: { onTime: number; shareOnTime: number }; days: object[] };
  expect(read.figures.onTime).toBeGreaterThan(0);
  expect(read.figures.shareOnTime).toBeGreaterThan(0);
  expect(read.days).toMatchObject([{ day }]);
  const wrong = await fetch(`${city.apiUrl}/punctuality/units/HEPCO?from=2026-11-02&to=2026-11-01`);
  expect([wrong.status, await wrong.json()]).toMatchObject([400, { errors: [{ field: 'to' }] }]);
});
