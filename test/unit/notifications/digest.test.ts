import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  digestId,
  type Figures,
  figuresOf,
  mondayOf,
  type QueuedReport,
} from '../../../functions/notifications/digest.ts';
import { digester } from '../../../functions/notifications/make-digests.ts';
import type { Telling } from '../../../functions/notifications/notices.ts';
import type { Unit } from '../../../shared/city/directory.ts';
import { Id } from '../../../shared/identifiers.ts';
import { shipped } from './samples.ts';

/** Monday, 7:30 in the morning. */
const now = new Date('2026-11-23T00:30:00Z');
const report = (change: Partial<QueuedReport>): QueuedReport => ({
  id: 'r',
  status: 'accepted',
  dueAt: '2026-12-01T00:00:00.000Z',
  ...change,
});

test('what is due later today, what is late, what those above ask for, what is nobody’s', () => {
  const figures = figuresOf(
    [
      report({ dueAt: '2026-11-23T09:00:00.000Z', assignee: 'a' }),
      report({ dueAt: '2026-11-23T17:00:00.000Z', assignee: 'a' }), // midnight in the city
      report({ dueAt: '2026-11-23T00:00:00.000Z', assignee: 'a', escalationLevel: 2 }),
      // Waits since before its deadline: not late. Waits since after it: late.
      report({ dueAt: '2026-11-20T00:00:00.000Z', assignee: 'a', pausedAt: '2026-11-19T00:00:00.000Z' }),
      report({ dueAt: '2026-11-20T00:00:00.000Z', assignee: 'a', pausedAt: '2026-11-21T00:00:00.000Z' }),
      report({}),
    ],
    now,
  );
  expect(figures).toEqual({ open: 6, due: 1, overdue: 2, asked: 1, unassigned: 1 });
});

test('a digest has the same id whenever it is made, one of its own, and sorts by its day', () => {
  const day = fc.date({ min: new Date('2025-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
  const name = fc.stringMatching(/^[a-z0-9]{1,12}$/);
  fc.assert(
    fc.property(day, day, name, name, (one, other, a, b) => {
      const [first, second] = [one, other].map((date) => date.toISOString().slice(0, 10));
      const id = digestId(first!, 'digest.official', a);
      expect(Id.safeParse(id).success).toBe(true);
      expect(digestId(first!, 'digest.official', a)).toBe(id);
      if (a !== b) expect(digestId(first!, 'digest.official', b)).not.toBe(id);
      if (first! < second!) expect(id < digestId(second!, 'digest.official', b)).toBe(true);
    }),
  );
});

test('weeks begin on Monday', () => {
  expect(mondayOf('2026-11-23')).toBe('2026-11-23');
  expect(mondayOf('2026-11-29')).toBe('2026-11-23');
});

const name = (code: string) => ({ vi: code, en: code });
const units: Unit[] = [
  { code: 'UBND', kind: 'city', name: name('UBND') },
  { code: 'A', kind: 'commune', name: name('A'), parent: 'UBND' },
  { code: 'B', kind: 'commune', name: name('B'), parent: 'UBND' },
];

/** Three units: each has a report that is late and its official's; people are told once by id, as an inbox does. */
function city(at: { now: Date }, isWorkingDay = true) {
  const told = new Map<string, Telling>();
  const done = new Map<string, Map<string, Figures>>();
  const run = digester({
    store: {
      async *queue(unit) {
        yield await Promise.resolve(
          report({ dueAt: '2026-11-20T00:00:00.000Z', assignee: `official-${unit}` }),
        );
      },
      done: (day) => Promise.resolve(new Map(done.get(day))),
      markDone(day, unit, figures) {
        done.set(day, new Map([...(done.get(day) ?? []), [unit, figures]]));
        return Promise.resolve();
      },
    },
    people: {
      colleagues: (unit) =>
        Promise.resolve([
          { accountId: `official-${unit}`, role: 'official' },
          { accountId: `idle-${unit}`, role: 'official' },
          { accountId: `leader-${unit}`, role: 'leader' },
        ]),
    },
    units: () => Promise.resolve(units),
    table: () => Promise.resolve({ body: shipped }),
    tell(telling) {
      told.set(`${telling.notice.address} ${telling.notice.id}`, telling);
      return Promise.resolve();
    },
    isWorkingDay: () => isWorkingDay,
    clock: { now: () => at.now, secondsUntil: () => 0 },
  });
  const kinds = () =>
    [...told.values()]
      .map(({ notice }) => `${notice.kind} ${notice.address.slice('ACCOUNT#'.length)}`)
      .sort();
  return { run, told, kinds };
}

const morning = ['A', 'B', 'UBND'].flatMap((unit) => [`leader ${unit}`, `official ${unit}`]);
const expected = [
  'digest.city leader-UBND',
  ...morning.map((one) => `digest.${one.split(' ')[0]} ${one.replace(' ', '-')}`),
].sort();

test('each official with something to do and each leader are told, the city’s leaders on Monday', async () => {
  const { run, kinds, told } = city({ now });
  expect(await run(() => true)).toEqual({ units: 3, finished: true });
  expect(kinds()).toEqual(expected);
  const weekly = [...told.values()].find(({ notice }) => notice.kind === 'digest.city');
  expect(weekly?.notice.text.en).toContain('3 reports are open in the city, 3 overdue');
  for (const { notice } of told.values()) expect(`${notice.text.vi}${notice.text.en}`).not.toMatch(/[{}]/);
});

test('a run that had no time is finished by the next one, and one more changes nothing', async () => {
  const { run, kinds } = city({ now });
  let left = 2;
  expect(await run(() => left-- > 0)).toEqual({ units: 2, finished: false });
  expect(await run(() => true)).toEqual({ units: 1, finished: true });
  const told = kinds();
  expect(told).toEqual(expected);
  expect(await run(() => true)).toEqual({ units: 0, finished: true });
  expect(kinds()).toEqual(told);
});

test('the weekly one comes on the week’s first working day and not again that week', async () => {
  const at = { now: new Date('2026-11-24T00:30:00Z') };
  const { run, kinds } = city(at);
  await run(() => true);
  at.now = new Date('2026-11-25T00:30:00Z');
  await run(() => true);
  expect(kinds().filter((kind) => kind.startsWith('digest.city'))).toHaveLength(1);
});

test('nobody is told on a day off', async () => {
  const { run, kinds } = city({ now }, false);
  await run(() => true);
  expect(kinds()).toEqual([]);
});
