import fc from 'fast-check';
import { expect, test } from 'vitest';
import { merge, monthsBetween } from '../../../shared/table/lists.ts';

const row = (key: string) => ({ key, item: { key } });

test('rows behind the horizon wait: one not read yet may come before them', () => {
  const parts = [
    { rows: [row('a'), row('c')], more: true },
    { rows: [row('b'), row('d')], more: false },
  ];
  expect(merge(parts, 'ascending')).toEqual({
    rows: [row('a'), row('b'), row('c')],
    horizon: 'c',
    complete: false,
  });
});

test('reading shards in pieces of any size gives all rows, once, in order', () => {
  const shards = fc.array(fc.uniqueArray(fc.integer({ min: 100, max: 999 }).map(String), { maxLength: 30 }), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(shards, fc.integer({ min: 1, max: 7 }), fc.boolean(), (given, piece, ascending) => {
      const sorted = given.map((shard, index) =>
        shard.map((key) => `${key}#${index}`).sort((a, b) => (ascending === a < b ? -1 : 1)),
      );
      const behind = (key: string, after: string) => (ascending ? key > after : key < after);
      const read: string[] = [];
      for (let after: string | undefined; ;) {
        const parts = sorted.map((shard) => {
          const left = shard.filter((key) => after === undefined || behind(key, after));
          return { rows: left.slice(0, piece).map(row), more: left.length > piece };
        });
        const merged = merge(parts, ascending ? 'ascending' : 'descending');
        read.push(...merged.rows.map(({ key }) => key));
        if (merged.complete) break;
        after = merged.horizon;
      }
      expect(read).toEqual(sorted.flat().sort((a, b) => (ascending === a < b ? -1 : 1)));
    }),
  );
});

test('months run over the turn of the year, both ways', () => {
  expect(monthsBetween('2025-11', '2026-02')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
  expect(monthsBetween('2026-02', '2025-11')).toEqual(['2026-02', '2026-01', '2025-12', '2025-11']);
  expect(monthsBetween('2026-02', '2026-02')).toEqual(['2026-02']);
});
