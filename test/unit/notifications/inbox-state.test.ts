import * as fc from 'fast-check';
import { encodeTime } from 'ulid';
import { expect, test } from 'vitest';
import { countUnread, covers, unreadFrom } from '../../../functions/notifications/inbox-state.ts';

const at = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true });
const upToAt = (date: Date) => ({ at: date.toISOString() });
const idAt = (date: Date) => `${encodeTime(date.getTime(), 10)}${'0'.repeat(16)}`;
const none = { read: new Set<string>(), archived: new Set<string>() };

test('"all read" covers what had come, and not what comes later', () => {
  fc.assert(
    fc.property(at, at, (told, marked) => {
      const notice = { toldAt: told.toISOString() };
      expect(covers(upToAt(marked), notice)).toBe(told <= marked);
    }),
  );
});

test('what came less than a day late is looked at when unread ones are counted', () => {
  const marked = new Date('2026-11-23T08:00:00Z');
  const late = idAt(new Date('2026-11-22T08:00:01Z'));
  expect(unreadFrom(upToAt(marked))! <= late).toBe(true);
});

test('a badge counts what is neither read nor put away', () => {
  const [a, b, c, d] = [1, 2, 3, 4].map((minute) => ({
    id: idAt(new Date(Date.UTC(2026, 10, 23, 2, minute))),
    toldAt: new Date(Date.UTC(2026, 10, 23, 2, minute)).toISOString(),
  }));
  const marks = { read: new Set([c!.id]), archived: new Set([d!.id]) };
  const upTo = upToAt(new Date('2026-11-23T02:01:30Z'));
  expect(countUnread([a!, b!, c!, d!], marks, upTo, false)).toEqual({ count: 1, more: false });
  expect(countUnread([a!, b!], none, null, true)).toEqual({ count: 2, more: true });
});
