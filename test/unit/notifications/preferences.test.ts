import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { quietUntil } from '../../../functions/notifications/preferences.ts';

const night = { from: '21:00', to: '07:00' };
const moment = fc.date({ min: new Date('2025-01-01'), max: new Date('2028-01-01'), noInvalidDate: true });
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hours, minutes]) => `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`);

test.each([
  ['2026-11-23T13:59:59.999Z', null],
  ['2026-11-23T14:00:00.000Z', '2026-11-24T00:00:00.000Z'],
  ['2026-11-23T23:59:59.999Z', '2026-11-24T00:00:00.000Z'],
  ['2026-11-24T00:00:00.000Z', null],
])('from nine in the evening to seven in the city: %s', (at, end) => {
  expect(quietUntil(new Date(at), night)?.toISOString() ?? null).toBe(end);
});

test('nobody’s quiet hours, and those of no length, hold nothing back', () => {
  fc.assert(
    fc.property(moment, time, (at, same) => {
      expect(quietUntil(at, null)).toBeNull();
      expect(quietUntil(at, { from: same, to: same })).toBeNull();
    }),
  );
});

test('quiet hours end within a day, at their end by the city’s clock, and are over then', () => {
  fc.assert(
    fc.property(moment, time, time, (at, from, to) => {
      const end = quietUntil(at, { from, to });
      fc.pre(end !== null);
      const wait = end.getTime() - at.getTime();
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(24 * 3_600_000);
      expect(new Date(end.getTime() + 7 * 3_600_000).toISOString().slice(11, 16)).toBe(to);
      expect(quietUntil(end, { from, to })).toBeNull();
    }),
  );
});
