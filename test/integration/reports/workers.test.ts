import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { Command } from '../../../functions/reports/commands.ts';
import type { Report } from '../../../functions/reports/report.ts';
import { ReportStore } from '../../../functions/reports/store.ts';
import { transition } from '../../../functions/reports/transitions.ts';
import { Workflows } from '../../../functions/reports/workflow-client.ts';
import { executionName } from '../../../functions/reports/workflow.ts';
import { sampleReportEvent } from '../../../events/report.ts';
import { openTable } from '../../../shared/table/table.ts';
import { eventually, output } from '../../city-under-test.ts';
import { context, official, timetableOf } from '../../unit/reports/samples.ts';
import { create as createReport } from './create.ts';
import { invoke } from '../invoke.ts';

const table = openTable(output('TableName'));
const store = new ReportStore(table);
const workflows = new SFNClient({});

/** A report that came at a time, to be accepted so many hours after it. */
const create = (at: Date, accept: number) =>
  createReport(store, at, { by: timetableOf({ accept, resolve: 2 * accept, remindBefore: 1 }) });

const machine = output('DeadlinesStateMachineArn').replace(':stateMachine:', ':execution:');

/** Waits until the execution of a version of a report's clock stands so. */
const stands = ({ id: reportId }: Report, clockVersion: number, wanted: string) =>
  eventually(`execution ${clockVersion} is ${wanted}`, async () => {
    const executionArn = `${machine}:${executionName({ reportId, clockVersion })}`;
    const execution = await workflows.send(new DescribeExecutionCommand({ executionArn })).catch(() => null);
    return (execution?.status ?? 'none') === wanted;
  });

async function isRunning({ id: reportId }: Report, clockVersion: number): Promise<boolean> {
  const executionArn = `${machine}:${executionName({ reportId, clockVersion })}`;
  const execution = await workflows.send(new DescribeExecutionCommand({ executionArn })).catch(() => null);
  return execution?.status === 'RUNNING';
}

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

/** What the queue hands over when events moved the clocks of reports. */
const queued = (events: [id: string, previousClockVersion: number][]) => ({
  Records: events.map(([id, previousClockVersion], index) => ({
    messageId: `message-${index}`,
    eventSource: 'aws:sqs',
    body: JSON.stringify({
      source: 'city.reports',
      'detail-type': 'report.accepted',
      detail: {
        ...sampleReportEvent,
        aggregate: { ...sampleReportEvent.aggregate, id },
        data: { ...sampleReportEvent.data, previousClockVersion },
      },
    }),
  })),
});

test('events that come twice, late and in any order leave one execution, that of the clock as it is now', async () => {
  const at = new Date('2050-01-03T01:00:00.000Z');
  const report = await create(at, 100_000);
  await decide(report, new Date(at.getTime() + 3_600_000), { action: 'accept' });
  const again = queued([
    [report.id, 1],
    [report.id, 0],
    [report.id, 1],
    [report.id, 0],
  ]);
  expect(await invoke('reports-on-clock-change', again)).toEqual({ batchItemFailures: [] });
  await stands(report, 2, 'RUNNING');
  // Where it heard of the first version before of the second, that execution began and was ended; else it never began.
  await eventually('no other waits', async () => !(await isRunning(report, 1)));
});

test('one message of ten that cannot be read is tried again alone; the others are done', async () => {
  const at = new Date('2050-01-03T01:00:00.000Z');
  const reports = await Promise.all(Array.from({ length: 9 }, () => create(at, 100_000)));
  const batch = queued(reports.map(({ id }) => [id, 0]));
  batch.Records.splice(4, 0, { messageId: 'broken', eventSource: 'aws:sqs', body: '{"detail":' });
  expect(await invoke('reports-on-clock-change', batch)).toEqual({
    batchItemFailures: [{ itemIdentifier: 'broken' }],
  });
  for (const report of reports) expect(await isRunning(report, 1)).toBe(true);
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
