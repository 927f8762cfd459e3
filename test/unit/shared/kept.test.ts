import { expect, test, vi } from 'vitest';
import { keptForAMinute } from '../../../shared/http/kept.ts';

test('one read a minute for each key; after it what has changed is seen', async () => {
  let now = 0;
  const read = vi.fn((key: string) => Promise.resolve(`${key} at ${now}`));
  const kept = keptForAMinute(read, () => now);
  expect([await kept('a'), await kept('a'), await kept('b')]).toEqual(['a at 0', 'a at 0', 'b at 0']);
  now = 59_999;
  expect(await kept('a')).toBe('a at 0');
  now = 60_000;
  expect(await kept('a')).toBe('a at 60000');
  expect(read).toHaveBeenCalledTimes(3);
});

test('a read that failed is asked again', async () => {
  const read = vi.fn().mockRejectedValueOnce(new Error('away')).mockResolvedValue('there');
  const kept = keptForAMinute(read, () => 0);
  await expect(kept('a')).rejects.toThrow('away');
  expect(await kept('a')).toBe('there');
});

test('it holds so many and no more: the oldest leave', async () => {
  const read = vi.fn((key: string) => Promise.resolve(key));
  const kept = keptForAMinute(read, () => 0, 2);
  for (const key of ['a', 'b', 'c', 'b', 'c', 'a']) await kept(key);
  expect(read.mock.calls.flat()).toEqual(['a', 'b', 'c', 'a']);
});
