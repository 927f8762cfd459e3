import { randomUUID } from 'node:crypto';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { Command } from '../../../functions/reports/commands.ts';
import type { Report } from '../../../functions/reports/report.ts';
import { ReportStore } from '../../../functions/reports/store.ts';
import { submit } from '../../../functions/reports/submission.ts';
import { transition } from '../../../functions/reports/transitions.ts';
import { Workflows } from '../../../functions/reports/workflow-client.ts';
import { executionName } from '../../../functions/reports/workflow.ts';
import { newId } from '../../../shared/identifiers.ts';
import { openTable } from '../../../shared/table/table.ts';
import { eventually, output } from '../../city-under-test.ts';
import { context, official, phuXuan, reporter, timetableOf } from '../../unit/reports/samples.ts';
import { invoke } from '../invoke.ts';

const table = openTable(output('TableName'));
const store = new ReportStore(table);
const workflows = new SFNClient({});

/** A report that came at a time, to be accepted so many hours after it. */
async function create(at: Date, accept: number): Promise<Report> {
  const submission = {
    id: newId(at),
    reporter,
    description: 'Cây nghiêng',
    location: { lat: 16.47, lng: 107.58 },
    address: null,
    category: 'trees_parks' as const,
    photoIds: [],
    commune: '19753',
    communeIsGuess: false,
    unit: phuXuan,
  };
  const timetable = timetableOf({ accept, resolve: 2 * accept, remindBefore: 1 });
  const creation = { accountId: randomUUID(), route: 'test', key: randomUUID(), body: {} };
  return store.create((code) => submit({ ...submission, code }, at, timetable), creation, at, 30);
}

const machine = output('DeadlinesStateMachineArn').replace(':stateMachine:', ':execution:');

/** Waits until the execution of a version of a report's clock stands so. */
const stands = ({ id: reportId }: Report, clockVersion: number, wanted: string) =>
  eventually(`execution ${clockVersion} is ${wanted}`, async () => {
    const executionArn = `${machine}:${executionName({ reportId, clockVersion })}`;
    const execution = await workflows.send(new DescribeExecutionCommand({ executionArn })).catch(() => null);
    return (execution?.status ?? 'none') === wanted;
  });

async function decide(report: Report, at: Date, command: object): Promise<Report> {
  const change = transition(report, Command.parse(command), context(report, official, at));
  await store.save(report, change);
  return change.report;
}

test('an execution waits for a report; a decision that moves its clock replaces it; solving ends it', async () => {
  const at = new Date('2050-01-03T01:00:00.000Z');
  const report = await create(at, 100_000);
  expect(report.clockVersion).toBe(1);
  await stands(report, 1, 'RUNNING');
  const accepted = await decide(report, new Date(at.getTime() + 3_600_000), { action: 'accept' });
  expect(accepted.clockVersion).toBe(2);
  await stands(report, 2, 'RUNNING');
  await stands(report, 1, 'ABORTED');
  await decide(accepted, new Date(at.getTime() + 7_200_000), {
    action: 'resolve',
    outcome: 'cannot_fix',
    done: 'Hết cách',
  });
  await stands(report, 2, 'ABORTED');
  await stands(report, 3, 'none');
});

test('an execution has every step taken when it is due, and ends when none is left', async () => {
  const report = await create(new Date('2021-01-01T00:00:00.000Z'), 8);
  await eventually('all steps are taken', async () => (await store.find(report.id))?.nextDueAt === null);
  await stands(report, 1, 'SUCCEEDED');
  expect(await store.find(report.id)).toMatchObject({ escalationLevel: 3, version: 1 });
});

test('an execution whose clock has moved on ends by itself when it wakes, and changes nothing', async () => {
  const report = await create(new Date('2050-01-03T01:00:00.000Z'), 100_000);
  const stale = new Workflows(workflows, output('DeadlinesStateMachineArn'));
  await stale.start({ reportId: report.id, clockVersion: 99 }, 1);
  await stands(report, 99, 'SUCCEEDED');
  expect(await store.find(report.id)).toMatchObject({ clockVersion: 1, version: 1, escalationLevel: 0 });
});

test('the sweep makes up for whatever a lost execution would have done, and only what is due', async () => {
  const lateAt = new Date('2021-01-01T00:00:00.000Z');
  const late = await Promise.all(Array.from({ length: 30 }, () => create(lateAt, 8)));
  const far = await create(new Date('2050-01-03T01:00:00.000Z'), 8);
  expect(await invoke('reports-on-due-sweep')).toMatchObject({ finished: true, failed: 0 });
  for (const { id } of late) {
    expect(await store.find(id)).toMatchObject({ escalationLevel: 3, version: 1 });
    expect((await store.find(id))?.overdueAt).not.toBeNull();
  }
  expect(await store.find(far.id)).toEqual(far);
  // Nothing is left to do for them: a second sweep changes none of them.
  const states = await Promise.all(late.map(({ id }) => store.find(id)));
  await invoke('reports-on-due-sweep');
  expect(await Promise.all(late.map(({ id }) => store.find(id)))).toEqual(states);
});
