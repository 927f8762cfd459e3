import { randomUUID } from 'node:crypto';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import type { Report } from '../../../functions/reports/report.ts';
import { ReportStore } from '../../../functions/reports/store.ts';
import { submit } from '../../../functions/reports/submission.ts';
import { Command } from '../../../functions/reports/commands.ts';
import { transition } from '../../../functions/reports/transitions.ts';
import { newId } from '../../../shared/identifiers.ts';
import { openTable } from '../../../shared/table/table.ts';
import { eventually, output } from '../../city-under-test.ts';
import { context, official, phuXuan, reporter } from '../../unit/reports/samples.ts';
import { invoke } from '../invoke.ts';

const table = openTable(output('TableName'));
const store = new ReportStore(table);
const workflows = new SFNClient({});

/** A report that came at a time, with deadlines so many hours after it. */
async function create(at: Date, acceptHours: number, resolveHours = 1000): Promise<Report> {
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
  const deadlines = { acceptHours, resolveHours, remindBeforeHours: 24 };
  const creation = { accountId: randomUUID(), route: 'test', key: randomUUID(), body: {} };
  return store.create((code) => submit({ ...submission, code }, at, deadlines), creation, at, 30);
}

const stateMachineArn = output('AcceptanceStateMachineArn');
const executionOf = ({ id, clockVersion }: Report) =>
  stateMachineArn.replace(':stateMachine:', ':execution:') + `:${id}-${clockVersion}`;
const ended = (report: Report) =>
  eventually(
    `the execution of ${report.id} has ended`,
    async () => {
      const execution = await workflows
        .send(new DescribeExecutionCommand({ executionArn: executionOf(report) }))
        .catch(() => null);
      return execution?.status !== undefined && execution.status !== 'RUNNING' && execution;
    },
    40,
  );

test('an accepted report ends its execution at once', async () => {
  const report = await create(new Date(Date.now() + 3600_000), 100_000);
  await eventually('its execution waits', async () => {
    const items = await waits(report.id);
    return items.length === 1;
  });
  const change = transition(
    report,
    Command.parse({ action: 'accept' }),
    context(report, official, new Date(report.createdAt)),
  );
  await store.save(report, change);
  expect(await ended(report)).toMatchObject({ status: 'SUCCEEDED' });
  await eventually('its token is forgotten', async () => (await waits(report.id)).length === 0);
});

test('the sweep makes up for whatever a lost execution would have done, and only what is due', async () => {
  const lateAt = new Date('2021-01-01T00:00:00.000Z');
  const late = await Promise.all(Array.from({ length: 30 }, () => create(lateAt, 8)));
  const far = await create(new Date('2050-01-01T00:00:00.000Z'), 8);
  expect(await invoke('reports-on-due-sweep')).toMatchObject({ finished: true });
  for (const { id } of late) {
    expect(await store.find(id)).toMatchObject({ escalationLevel: 1, version: 1 });
    expect((await store.find(id))?.overdueAt).not.toBeNull();
  }
  expect(await store.find(far.id)).toEqual(far);
  // Nothing is left to do for them: a second sweep changes none of them.
  const states = await Promise.all(late.map(({ id }) => store.find(id)));
  await invoke('reports-on-due-sweep');
  expect(await Promise.all(late.map(({ id }) => store.find(id)))).toEqual(states);
});

async function waits(reportId: string) {
  const { Items = [] } = await table.db.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'PK = :pk AND begins_with(SK, :wait)',
      ExpressionAttributeValues: { ':pk': `REPORT#${reportId}`, ':wait': 'WAIT#' },
    }),
  );
  return Items;
}
