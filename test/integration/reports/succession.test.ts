import { expect, test } from 'vitest';
import { ReportLists } from '../../../functions/reports/list-store.ts';
import { ReportStore } from '../../../functions/reports/store.ts';
import { moveQueue } from '../../../functions/reports/succession-steps.ts';
import { hepco, now, timetables } from '../../unit/reports/samples.ts';
import { create as createReport } from './create.ts';
import { ownTable } from '../directory/own-table.ts';
import { invoke } from '../invoke.ts';

const table = ownTable('succession');
const store = new ReportStore(table);
const lists = new ReportLists(table, '2026-01');
const later = new Date(now.getTime() + 3_600_000);
const ground = {
  store,
  lists,
  clock: { now: () => later, secondsUntil: () => 0 },
  city: { monitoringUnit: 'IOC' },
  timetables,
};
const succession = { ended: '19753', successor: hepco };

const create = () => createReport(store, now);
const queueOf = async (unit: string) => (await lists.queue(unit, { after: undefined, limit: 100 })).reports;

test('a queue goes to the successor, each report once, page by page; another run finds nothing to do', async () => {
  const reports = await Promise.all(Array.from({ length: 60 }, create));
  // Out of time it stops after a page, and says so.
  const once = [true, false].values();
  expect(await moveQueue(succession, ground, () => once.next().value ?? false)).toEqual({
    moved: 25,
    finished: false,
  });
  expect(await queueOf('19753')).toHaveLength(35);
  expect(await moveQueue(succession, ground, () => true)).toEqual({ moved: 35, finished: true });
  expect(await queueOf('19753')).toEqual([]);
  expect((await queueOf('HEPCO')).map(({ id }) => id).sort()).toEqual(reports.map(({ id }) => id).sort());
  const [one] = reports;
  expect(await store.find(one?.id ?? '')).toMatchObject({ version: 2, unit: hepco, status: 'assigned' });
  const { entries } = await lists.timeline(one?.id ?? '', { after: undefined, limit: 10, keep: () => true });
  expect(entries.map(({ type }) => type)).toEqual(['report.submitted', 'report.assigned']);
  expect(await moveQueue(succession, ground, () => true)).toEqual({ moved: 0, finished: true });
});

test('what somebody decided on at that moment is left to the next run', async () => {
  const report = await create();
  const meanwhile = {
    ...ground,
    store: Object.assign(new ReportStore(table), {
      find: async (id: string) => {
        const found = await store.find(id);
        return found && { ...found, version: found.version - 1 };
      },
    }),
  };
  expect(await moveQueue(succession, meanwhile, () => true)).toEqual({ moved: 0, finished: true });
  expect(await store.find(report.id)).toEqual(report);
  expect(await moveQueue(succession, ground, () => true)).toEqual({ moved: 1, finished: true });
});

test('the deployed job runs through to its end', async () => {
  expect(await invoke('reports-on-succession-sweep')).toMatchObject({ finished: true });
});
