import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ask,
  close,
  duePartitions,
  dueKeys,
  finish,
  isDue,
  isUndoable,
  undo,
  viewOf,
} from '../../../functions/personal-data/erasure.ts';
import { Account } from '../../../shared/account-record.ts';
import { lan, now } from './samples.ts';

const days = (count: number) => new Date(now.getTime() + count * 86_400_000);
const asked = ask(lan, now, 30)!;

describe('erasure', () => {
  test('is due after the days that the city gives, and can be undone until then', () => {
    expect(asked).toMatchObject({
      state: 'erasing',
      version: 4,
      eraseAt: days(30).toISOString(),
      name: lan.name,
    });
    expect([isDue(asked, days(29.9)), isUndoable(asked, days(29.9))]).toEqual([false, true]);
    expect([isDue(asked, days(30)), isUndoable(asked, days(30))]).toEqual([true, false]);
  });

  test('asked for again changes nothing, nor does undoing what nobody asked for', () => {
    expect(ask(asked, days(5), 30)).toBeNull();
    expect(undo(lan, now)).toBeNull();
  });

  test('undone leaves the account as it was, and no date at which anything is due', () => {
    const kept = undo(asked, days(3))!;
    expect(kept).toEqual({ ...lan, version: 5, updatedAt: days(3).toISOString() });
    expect([isDue(kept, days(99)), dueKeys(kept)]).toEqual([false, { GSI3PK: null, GSI3SK: null }]);
  });

  test('closed, nothing that the person brought is on the account; it stays due until it is finished', () => {
    const closed = close(asked, days(31));
    const text = JSON.stringify(closed);
    for (const own of [
      lan.name,
      lan.identityLast,
      lan.personKey,
      ...lan.subjects,
      '+84912345678',
      'surveys',
    ]) {
      expect(text).not.toContain(own);
    }
    expect(closed).toMatchObject({ id: lan.id, state: 'erased', version: 5, aliases: ['lan-before'] });
    expect(isDue(closed, days(31))).toBe(true);
    const finished = finish(closed, days(31));
    expect(finished).toMatchObject({ state: 'erased', version: 6, eraseAt: null });
    expect([isDue(finished, days(99)), dueKeys(finished).GSI3PK]).toEqual([false, null]);
  });

  test('the person is told that the account works until then', () => {
    expect(viewOf(asked, 'en')).toEqual({
      state: 'asked',
      eraseAt: asked.eraseAt,
      text: expect.stringContaining('works as ever'),
    });
    expect(viewOf(lan, 'vi')).toMatchObject({ state: 'none', eraseAt: null });
  });

  test('whatever the account: it is listed when something is due, in the order of its time, and never else', () => {
    const anAccount = fc.record({
      id: fc.string({ minLength: 1 }),
      at: fc.date({ min: new Date('2026-01-01'), max: new Date('2099-01-01'), noInvalidDate: true }),
      given: fc.integer({ min: 1, max: 400 }),
    });
    fc.assert(
      fc.property(anAccount, ({ id, at, given }) => {
        const account = { ...lan, id };
        const erasing = ask(account, at, given)!;
        for (const one of [erasing, close(erasing, at)]) {
          const { GSI3PK, GSI3SK } = dueKeys(one);
          expect(duePartitions).toContain(GSI3PK);
          expect(GSI3SK).toBe(`${erasing.eraseAt}#${id}`);
        }
        for (const one of [account, undo(erasing, at)!, finish(close(erasing, at), at)]) {
          expect(dueKeys(one)).toEqual({ GSI3PK: null, GSI3SK: null });
        }
        expect(Account.parse(close(erasing, at))).toEqual(close(erasing, at));
      }),
    );
  });
});
