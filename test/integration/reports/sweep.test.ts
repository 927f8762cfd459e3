import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { ReportLists } from '../../../functions/reports/list-store.ts';
import { ReportStore } from '../../../functions/reports/store.ts';
import { sweep } from '../../../functions/reports/sweep.ts';
import { executionName } from '../../../functions/reports/workflow.ts';
import { Workflows } from '../../../functions/reports/workflow-client.ts';
import { newId } from '../../../shared/identifiers.ts';
import { output } from '../../city-under-test.ts';
import { now, timetables } from '../../unit/reports/samples.ts';
import { create as createReport } from './create.ts';
import { ownTable } from '../directory/own-table.ts';

const table = ownTable('sweep');
const store = new ReportStore(table);
const lists = new ReportLists(table, '2026-01');
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
const groundAt = (at: Date) => ({ store, timetables, clock: { now: () => at, secondsUntil: () => 0 } });

const create = async (at: Date) => (await createReport(store, at)).id;

/** Runs `work` on everything, 50 at a time: as much as one machine's emulator likes. */
async function each<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < all.length; from += 50) {
    results.push(...(await Promise.all(all.slice(from, from + 50).map(work))));
  }
  return results;
}

const storyOf = async (id: string) => {
  const { entries } = await lists.timeline(id, { after: undefined, limit: 50, keep: () => true });
  return entries
    .slice(1)
    .map(({ type, data }) => (typeof data.level === 'number' ? `${type} ${data.level}` : type));
};

test('a thousand reports whose executions are gone: every step is taken when it is due, once, by sweeps alone', async () => {
  const early = await each(Array.from({ length: 500 }), () => create(now));
  const late = await each(Array.from({ length: 500 }), () => create(hours(6)));
  const sfn = new SFNClient({});
  const stateMachineArn = output('DeadlinesStateMachineArn');
  const workflows = new Workflows(sfn, stateMachineArn);
  const execution = (reportId: string) => ({ reportId, clockVersion: 1 });
  await each([...early, ...late], (id) => workflows.start(execution(id), 100_000));
  await each([...early, ...late], (id) => workflows.stop(execution(id), 'gone'));
  const running = await sfn.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }));
  const names = new Set(running.executions?.map(({ name }) => name));
  expect(early.filter((id) => names.has(executionName(execution(id))))).toEqual([]);

  // Two sweeps at the same time share the work.
  const both = await Promise.all([
    sweep(groundAt(hours(9)), () => true),
    sweep(groundAt(hours(9)), () => true),
  ]);
  expect(both.map(({ failed, finished }) => [failed, finished])).toEqual([
    [0, true],
    [0, true],
  ]);
  expect(both[0].steps + both[1].steps).toBe(500);
  expect(await storyOf(early[0] ?? '')).toEqual(['report.escalated 1']);
  expect(await storyOf(late[0] ?? '')).toEqual([]);

  // What was not due then is taken when it is.
  expect(await sweep(groundAt(hours(15)), () => true)).toEqual({
    steps: 500,
    reports: 500,
    failed: 0,
    finished: true,
  });
  expect(await storyOf(late[499] ?? '')).toEqual(['report.escalated 1']);
  expect(await sweep(groundAt(hours(15)), () => true)).toMatchObject({ steps: 0, reports: 0 });
});

test('one that cannot be read holds up no other; out of time it stops, and the next goes on', async () => {
  const broken = newId(now);
  const key = {
    PK: `REPORT#${broken}`,
    SK: 'REPORT',
    GSI3PK: 'DUE#0',
    GSI3SK: `2020-01-01T00:00:00.000Z#${broken}`,
  };
  await table.db.send(new PutCommand({ TableName: table.name, Item: { ...key, id: broken } }));
  const ids = await each(Array.from({ length: 120 }), () => create(hours(-100)));
  const first = await sweep(groundAt(hours(-90)), () => false);
  expect(first).toMatchObject({ failed: 1, finished: false });
  const second = await sweep(groundAt(hours(-90)), () => true);
  expect(second).toMatchObject({ failed: 1, finished: true });
  expect(first.steps + second.steps).toBe(120);
  expect(await storyOf(ids[0] ?? '')).toEqual(['report.escalated 1']);
});
