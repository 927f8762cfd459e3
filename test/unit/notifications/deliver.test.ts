import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../functions/notifications/channels/port.ts';
import { StillClaimed } from '../../../functions/notifications/deliver.ts';
import { isPending, mostAttempts } from '../../../functions/notifications/delivery.ts';
import { fakeGround } from './fake-ground.ts';
import { queued, reachable, wanted } from './samples.ts';

const id = queued.noticeId;
const passing: Outcome = { state: 'passing', reason: 'http-503' };
const final: Outcome = { state: 'final', reason: 'zalo-118' };
const unknown: Outcome = { state: 'unknown', reason: 'TimeoutError' };

test('a delivery goes out by its first channel, once', async () => {
  const ground = fakeGround();
  ground.put(queued);
  await ground.run(id);
  await ground.run(id);
  expect(ground.stateOf(id)).toBe('sent');
  expect(ground.sent.map(({ channel }) => channel)).toEqual(['zalo']);
});

test('it is claimed before it is sent', async () => {
  const seen: (string | undefined)[] = [];
  const ground = fakeGround({ sending: () => seen.push(ground.stateOf(id)) });
  ground.put(queued);
  await ground.run(id);
  expect(seen).toEqual(['claimed']);
});

test('one whose sender died is asked for again, then unknown, and never sent', async () => {
  const ground = fakeGround();
  ground.put({ ...queued, state: 'claimed', claim: 'a', claimedUntil: '1970-01-01T00:01:00.000Z' });
  await expect(ground.run(id)).rejects.toThrow(StillClaimed);
  ground.state.machine = 60_000;
  await ground.run(id);
  await ground.run(id);
  expect(ground.stateOf(id)).toBe('unknown');
  expect(ground.sent).toEqual([]);
});

test('a machine whose clock is ahead gives up an attempt that is still made: it is not sent twice, and its result counts', async () => {
  const ground = fakeGround({
    sending: async () => {
      ground.state.machine += 300_000;
      await ground.run(id);
      expect(ground.stateOf(id)).toBe('unknown');
    },
  });
  ground.put(queued);
  await ground.run(id);
  expect(ground.stateOf(id)).toBe('sent');
  expect(ground.sent).toHaveLength(1);
});

test('one that may have been sent is not sent again, by this channel or another', async () => {
  const ground = fakeGround({ outcomes: [unknown] });
  ground.put(queued);
  await ground.run(id);
  await ground.run(id);
  expect(ground.stateOf(id)).toBe('unknown');
  expect(ground.sent).toHaveLength(1);
});

test('a passing failure is tried again later, each time twice as late, then by another channel', async () => {
  const ground = fakeGround({ outcomes: Array.from({ length: mostAttempts }, () => passing) });
  ground.put(queued);
  for (const wait of [30, 60, 120, 240]) {
    const before = ground.state.now;
    await ground.run(id);
    expect(Date.parse(ground.requested.at(-1)!.dueAt) - before).toBe(wait * 1000);
    await ground.run(id); // early: nothing
    ground.state.now = Date.parse(ground.requested.at(-1)!.dueAt);
  }
  await ground.run(id);
  await ground.run(id);
  expect(ground.sent.map(({ channel }) => channel)).toEqual([
    ...Array<string>(mostAttempts).fill('zalo'),
    'email',
  ]);
  expect(ground.stateOf(id)).toBe('sent');
  expect(ground.items.get(id)?.tried.map(({ state }) => state)).toEqual([
    ...Array<string>(mostAttempts - 1).fill('passing'),
    'given-up',
    'sent',
  ]);
});

test('a final failure goes to another channel at once, and fails when there is none', async () => {
  const ground = fakeGround({ outcomes: [final, final] });
  ground.put(queued);
  await ground.run(id);
  expect(ground.stateOf(id)).toBe('queued');
  await ground.run(id);
  expect(ground.stateOf(id)).toBe('failed');
  expect(ground.sent.map(({ channel }) => channel)).toEqual(['zalo', 'email']);
});

test('whatever the channels answer, it ends, and nothing is sent after it may have arrived', async () => {
  const outcome = fc.constantFrom(passing, final, unknown, { state: 'sent', reason: null } as const);
  await fc.assert(
    fc.asyncProperty(fc.array(outcome, { maxLength: 12 }), async (outcomes) => {
      const ground = fakeGround({ outcomes: [...outcomes] });
      ground.put(queued);
      for (let turn = 0; turn < 30; turn += 1) {
        await ground.run(id);
        ground.state.now += 600_000;
      }
      const sends = ground.sent.length;
      const arrived = outcomes
        .slice(0, sends)
        .findIndex(({ state }) => state === 'sent' || state === 'unknown');
      if (arrived >= 0) expect(sends).toBe(arrived + 1);
      expect(isPending(ground.items.get(id)!)).toBe(false);
    }),
  );
});

describe('nothing goes out to', () => {
  test.each([
    ['somebody who did not agree', { ...reachable, consents: {} }],
    [
      'somebody who took it back',
      { ...reachable, consents: { messages: { given: false, at: reachable.createdAt } } },
    ],
    ['somebody who is leaving', { ...reachable, state: 'erasing' as const }],
    ['somebody without an address of their own', { ...reachable, contacts: [] }],
    ['nobody', null],
  ])('%s', async (_, account) => {
    const ground = fakeGround({ account });
    ground.put(queued);
    await ground.run(id);
    expect(ground.stateOf(id)).toBe('failed');
    expect(ground.sent).toEqual([]);
  });
});

test('a channel that its receiver has switched off is passed over', async () => {
  const zalo = { ...wanted.channels.zalo, progress: false };
  const ground = fakeGround({ preferences: { ...wanted, channels: { ...wanted.channels, zalo } } });
  ground.put(queued);
  await ground.run(id);
  expect(ground.sent.map(({ channel }) => channel)).toEqual(['email']);
});

test('quiet hours hold back what is not urgent until they end', async () => {
  const quiet = { ...wanted, quietHours: { from: '09:00', to: '12:00' } };
  const ground = fakeGround({ preferences: quiet });
  ground.put(queued);
  ground.put({ ...queued, noticeId: 'URGENT', urgent: true });
  await ground.run(id);
  await ground.run('URGENT');
  expect([ground.stateOf(id), ground.stateOf('URGENT')]).toEqual(['queued', 'sent']);
  expect(ground.items.get(id)?.dueAt).toBe('2026-11-23T05:00:00.000Z');
  ground.state.now = Date.parse('2026-11-23T05:00:00.000Z');
  await ground.run(id);
  expect(ground.stateOf(id)).toBe('sent');
});

test('what is beyond the cap of an hour is summed up in one, at its end; what is urgent is not counted', async () => {
  const ground = fakeGround({ perHour: 2 });
  const ids = ['A', 'B', 'C', 'D', 'E'];
  for (const noticeId of ids) ground.put({ ...queued, noticeId });
  ground.put({ ...queued, noticeId: 'URGENT', urgent: true });
  for (const noticeId of [...ids, ...ids, 'URGENT']) await ground.run(noticeId);
  expect(ids.map(ground.stateOf)).toEqual(['sent', 'sent', 'summed-up', 'summed-up', 'summed-up']);
  expect(ground.stateOf('URGENT')).toBe('sent');
  const summary = ground.requested.at(-1)!;
  expect(summary.dueAt).toBe('2026-11-23T04:00:00.000Z');
  ground.state.now = Date.parse(summary.dueAt);
  await ground.run(summary.noticeId);
  expect(ground.sent.at(-1)?.text).toContain('3 thông báo');
  expect(ground.sent).toHaveLength(4);
});

test('no hour has more than the cap, however notices come', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 30 }),
      async (perHour, gaps) => {
        const ground = fakeGround({ perHour });
        const hours = new Map<string, number>();
        let summedUp = 0;
        for (const [index, gap] of gaps.entries()) {
          ground.state.now += gap * 60_000;
          ground.put({ ...queued, noticeId: `N${index}` });
          const hour = new Date(ground.state.now).toISOString().slice(0, 13);
          const before = ground.sent.length;
          await ground.run(`N${index}`);
          hours.set(hour, (hours.get(hour) ?? 0) + ground.sent.length - before);
          if (ground.stateOf(`N${index}`) === 'summed-up') summedUp += 1;
        }
        expect(Math.max(...hours.values())).toBeLessThanOrEqual(perHour);
        const counted = [...ground.items.values()].reduce((sum, { count }) => sum + (count ?? 0), 0);
        expect(counted).toBe(summedUp);
        expect(ground.sent.length + summedUp).toBe(gaps.length);
      },
    ),
  );
});
