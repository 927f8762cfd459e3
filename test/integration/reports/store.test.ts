import { randomUUID } from 'node:crypto';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import { openTable } from '../../../shared/table/table.ts';
import { newId } from '../../../shared/identifiers.ts';
import { ReportLists } from '../../../functions/reports/list-store.ts';
import type { Report } from '../../../functions/reports/report.ts';
import { ClockMoved, ReportStore } from '../../../functions/reports/store.ts';
import { submit } from '../../../functions/reports/submission.ts';
import { Command } from '../../../functions/reports/commands.ts';
import { transition } from '../../../functions/reports/transitions.ts';
import { takeDueSteps } from '../../../functions/reports/due-steps.ts';
import { rate, RatingBody } from '../../../functions/reports/rating.ts';
import { output } from '../../city-under-test.ts';
import { context, official, phuXuan, reporter, timetable, timetables } from '../../unit/reports/samples.ts';
import { create as createReport } from './create.ts';

const table = openTable(output('TableName'));
const store = new ReportStore(table);
/** Far from every other test: reports of 2031, which no list of the running city reaches. */
const start = new Date('2031-05-01T00:00:00.000Z');

function creation(body: unknown = {}) {
  return { accountId: reporter.accountId, route: 'test', key: randomUUID(), body };
}

const create = (at = start, unit = phuXuan) => createReport(store, at, { unit, category: 'road_damage' });

const entriesOf = async (id: string) => {
  const { entries } = await new ReportLists(table, '2026-01').timeline(id, {
    after: undefined,
    limit: 100,
    keep: () => true,
  });
  return entries.map(({ type }) => type);
};

describe('a decision', () => {
  test('is kept with its entry, and what was written is what is read', async () => {
    const report = await create();
    expect(await store.find(report.id)).toEqual(report);
    const change = transition(report, Command.parse({ action: 'accept' }), context(report, official, start));
    await store.save(report, change);
    expect(await store.find(report.id)).toEqual(change.report);
    expect(await entriesOf(report.id)).toEqual(['report.submitted', 'report.accepted']);
  });

  test('of many at once one is kept, the others are refused, and no entry of theirs stands', async () => {
    const report = await create();
    const change = transition(report, Command.parse({ action: 'accept' }), context(report, official, start));
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => store.save(report, change)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ definition: { status: 412 } });
    }
    expect(await entriesOf(report.id)).toEqual(['report.submitted', 'report.accepted']);
  });

  test('leaves the queue when it solves, and enters the queue of the unit it goes to', async () => {
    const unit = { code: `T${randomUUID().slice(0, 8).toUpperCase()}`, name: { vi: 'Thử', en: 'Trial' } };
    const lists = new ReportLists(table, '2026-01');
    const paging = { after: undefined, limit: 10 };
    const report = await create(start, unit);
    expect((await lists.queue(unit.code, paging)).reports.map(({ id }) => id)).toEqual([report.id]);
    const doer = { ...official, unit: unit.code };
    const rejected = transition(
      report,
      Command.parse({ action: 'reject', reason: 'Khiếu nại' }),
      context(report, doer, start),
    );
    await store.save(report, rejected);
    expect((await lists.queue(unit.code, paging)).reports).toEqual([]);
    expect((await lists.ofUnit(unit.code, paging)).reports).toEqual([]);
  });
});

describe('a step of the clock', () => {
  const later = new Date(start.getTime() + 9 * 3_600_000);
  const clock = { now: () => later, secondsUntil: () => 0 };

  test('is taken once, by however many at once', async () => {
    const report = await create();
    const taken = await Promise.all(
      Array.from({ length: 6 }, () => takeDueSteps({ store, clock, timetables }, report.id)),
    );
    expect(taken.flat()).toEqual(['report.escalated']);
    expect(await entriesOf(report.id)).toEqual(['report.submitted', 'report.escalated']);
  });

  /** Decides on a report as it stands, again where its clock went on at that moment, as the API does. */
  async function decide(id: string, command: object): Promise<void> {
    for (;;) {
      const report = await store.find(id);
      if (report === null) throw new Error(`no report ${id}`);
      try {
        await store.save(
          report,
          transition(report, Command.parse(command), context(report, official, later)),
        );
        return;
      } catch (error) {
        if (!(error instanceof ClockMoved)) throw error;
      }
    }
  }

  test('and a decision that cross each other both last', async () => {
    const report = await create();
    await Promise.all([
      takeDueSteps({ store, clock, timetables }, report.id),
      decide(report.id, { action: 'assign', assignee: 'someone' }),
    ]);
    expect(await store.find(report.id)).toMatchObject({
      assignee: 'someone',
      version: 2,
      escalationLevel: 1,
    });
  });

  test('that crosses a transfer leaves the next office its own ladder', async () => {
    const reports = await Promise.all(Array.from({ length: 10 }, () => create()));
    await Promise.all(
      reports.flatMap(({ id }) => [
        takeDueSteps({ store, clock, timetables }, id),
        decide(id, { action: 'return', unit: 'HEPCO', reason: 'Của HEPCO' }),
      ]),
    );
    for (const { id } of reports) {
      const report = await store.find(id);
      expect(report).toMatchObject({ unit: { code: 'HEPCO' }, acceptLevel: 0 });
      expect(report?.nextDueAt).toBe(report?.acceptDueAt);
    }
  });
});

test('closing by itself and a decision that cross each other: one comes first, and nothing of it is lost', async () => {
  const report = await create();
  const decided = async (before: Report, command: object, at: Date) => {
    const change = transition(before, Command.parse(command), context(before, official, at));
    await store.save(before, change);
    return change.report;
  };
  const accepted = await decided(report, { action: 'accept' }, start);
  const solved = await decided(accepted, { action: 'resolve', outcome: 'cannot_fix', done: 'x' }, start);
  const weekLater = new Date(start.getTime() + 200 * 3_600_000);
  const clock = { now: () => weekLater, secondsUntil: () => 0 };
  const satisfied = { rating: 'satisfied' as const };
  const rated = rate(solved, RatingBody.parse(satisfied), reporter, weekLater);
  // The rating was decided on what closing has changed, or the other way round: the later one is told to look again.
  const results = await Promise.allSettled([
    takeDueSteps({ store, clock, timetables }, report.id),
    rated && store.save(solved, rated),
  ]);
  const after = await store.find(report.id);
  const won = [results[1].status === 'fulfilled', after?.status === 'closed'];
  expect(won).toContain(true);
  expect(after?.rating !== null).toBe(won[0]);
  expect(after?.version).toBe(solved.version + won.filter(Boolean).length);
});

test('whoever was late with the same key learns it, and nothing of theirs is written', async () => {
  const same = creation({ a: 1 });
  const make = () => {
    const id = newId(start);
    const submission = {
      id,
      reporter,
      description: 'x',
      location: { lat: 16.47, lng: 107.58 },
      address: null,
      category: null,
      photoIds: [],
      commune: '19753',
      communeIsGuess: false,
      unit: phuXuan,
    };
    return store.create((code) => submit({ ...submission, code }, start, timetable), same, start, 30);
  };
  const results = await Promise.allSettled([make(), make(), make()]);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const { Items = [] } = await table.db.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: 'GSI1',
      KeyConditionExpression: 'GSI1PK = :pk',
      FilterExpression: 'description = :x',
      ExpressionAttributeValues: { ':pk': `REPORTER#${reporter.accountId}`, ':x': 'x' },
    }),
  );
  expect(Items).toHaveLength(1);
});
