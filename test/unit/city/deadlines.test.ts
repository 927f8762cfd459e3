import { describe, expect, test } from 'vitest';
import calendar from '../../../shared/city/data/vn-calendar.json' with { type: 'json' };
import shipped from '../../../shared/city/data/deadlines.json' with { type: 'json' };
import { DeadlinesDocument, ruleFor } from '../../../shared/city/deadlines.ts';
import { after, before, Duration } from '../../../shared/city/duration.ts';
import { WorkingCalendar } from '../../../shared/city/working-calendar.ts';
import { workingTime } from '../../../shared/city/working-time.ts';

const time = workingTime(WorkingCalendar.parse(calendar));
const at = (text: string) => new Date(`${text}:00+07:00`);

describe('durations', () => {
  test.each<[number, Duration['unit'], string, string]>([
    [0, 'workingDays', '2026-11-25T22:00', '2026-11-25T22:00'],
    [0, 'hours', '2026-11-25T22:00', '2026-11-25T22:00'],
    [4, 'hours', '2026-11-25T22:00', '2026-11-26T02:00'],
    [1, 'workingHours', '2026-11-25T22:00', '2026-11-26T08:30'],
    [1, 'workingDays', '2026-11-25T10:00', '2026-11-26T10:00'],
    [1, 'workingDays', '2026-11-27T10:00', '2026-11-30T10:00'],
  ])('%d %s after %s is %s', (count, unit, from, to) => {
    expect(after(time, at(from), { count, unit })).toEqual(at(to));
  });

  test('back from a deadline', () => {
    expect(before(time, at('2026-11-30T08:30'), { count: 1, unit: 'workingDays' })).toEqual(
      at('2026-11-27T08:30'),
    );
  });

  test.each([
    { count: 0, unit: 'hours' },
    { count: 0.01, unit: 'hours' },
    { count: -1, unit: 'workingDays' },
    { count: 300, unit: 'workingDays' },
  ])('%j is none', (duration) => {
    expect(Duration.safeParse(duration).error?.issues[0]?.path).toEqual(['count']);
  });
});

describe('a city’s deadlines', () => {
  const deadlines = DeadlinesDocument.parse(shipped);
  const wrong = (rules: object[]) =>
    DeadlinesDocument.safeParse({ ...shipped, rules }).error?.issues.map(({ path }) => path.join('.')) ?? [];
  const [urgent, , , , last] = shipped.rules;

  test('the first rule that fits decides, the last one fits all', () => {
    const resolve = (category: 'construction_violation' | null, urgency: 'urgent' | 'low') =>
      ruleFor(deadlines, { category, urgency }).resolve;
    expect(resolve('construction_violation', 'urgent')).toEqual({ count: 4, unit: 'hours' });
    expect(resolve('construction_violation', 'low')).toEqual({ count: 15, unit: 'workingDays' });
    expect(resolve(null, 'low')).toEqual({ count: 7, unit: 'workingDays' });
  });

  test('a rule that nothing reaches is refused, also where several together cover it', () => {
    expect(wrong([urgent!, urgent!, last!])).toEqual(['rules.1']);
    const each = ['urgent', 'high', 'normal', 'low'].map((urgency) => ({ ...last!, urgency }));
    expect(wrong([...each, { ...last!, category: 'animals' }, last!])).toEqual(['rules.4', 'rules.5']);
  });
});

test('a working day of minutes is refused', () => {
  const short = { ...calendar, hours: [{ from: '07:30', to: '07:31' }] };
  expect(WorkingCalendar.safeParse(short).error?.issues[0]?.path).toEqual(['hours']);
});
