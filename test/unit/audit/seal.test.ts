import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  breaksOfChain,
  breaksOfDay,
  canonical,
  dayAfter,
  hashOf,
  lastCompleteDay,
  listOf,
  readList,
  sealDay,
  sealEntry,
} from '../../../functions/audit/seal.ts';

const now = new Date('2026-11-24T18:30:00Z');
const item = fc.record({
  PK: fc.stringMatching(/^REPORT#[A-Z]{3}$/),
  SK: fc.stringMatching(/^(EVENT|AUDIT)#[A-Z]{4}$/),
  type: fc.constantFrom('report.accepted', 'report.resolved'),
  note: fc.string({ maxLength: 20 }),
  data: fc.dictionary(fc.string({ maxLength: 5 }), fc.oneof(fc.string(), fc.integer(), fc.constant(null))),
});
const day = fc.uniqueArray(item, { selector: ({ PK, SK }) => `${PK}/${SK}`, minLength: 1, maxLength: 20 });
const sealOf = (items: readonly Record<string, unknown>[]) => {
  const list = listOf(items.map(sealEntry));
  return { list, seal: sealDay('2026-11-23', list, null, now) };
};

describe('a day’s seal', () => {
  test('holds, in whatever order its entries and their attributes are read', () => {
    fc.assert(
      fc.property(day, (items) => {
        const { list, seal } = sealOf(items);
        const otherwise = items
          .toReversed()
          .map((one) => sealEntry(Object.fromEntries(Object.entries(one).toReversed())));
        expect(breaksOfDay(seal, list, otherwise)).toEqual([]);
        expect(seal.count).toBe(items.length);
      }),
    );
  });

  test('names the entry that was changed, removed or added', () => {
    fc.assert(
      fc.property(day, item, fc.nat(), fc.constantFrom('change', 'remove', 'add'), (items, other, n, how) => {
        const { list, seal } = sealOf(items);
        const at = n % items.length;
        const target = items[at]!;
        const added = { ...other, SK: 'EVENT#new' };
        const now = {
          change: items.map((one) => (one === target ? { ...one, note: `${one.note}!` } : one)),
          remove: items.filter((one) => one !== target),
          add: [...items, added],
        }[how];
        const named = how === 'add' ? `${added.PK}/${added.SK}` : `${target.PK}/${target.SK}`;
        expect(breaksOfDay(seal, list, now.map(sealEntry))).toEqual([
          { day: '2026-11-23', what: 'entries-changed', entries: [named] },
        ]);
      }),
    );
  });

  test('two entries that changed places are both named', () => {
    const [a, b] = [
      { PK: 'REPORT#A', SK: 'EVENT#1', note: 'a' },
      { PK: 'REPORT#A', SK: 'EVENT#2', note: 'b' },
    ];
    const { list, seal } = sealOf([a, b]);
    const swapped = [
      { ...a, note: 'b' },
      { ...b, note: 'a' },
    ];
    expect(breaksOfDay(seal, list, swapped.map(sealEntry))[0]?.entries).toHaveLength(2);
  });

  test('a list that does not fit its seal is not believed', () => {
    const { list, seal } = sealOf([{ PK: 'REPORT#A', SK: 'EVENT#1' }]);
    expect(breaksOfDay(seal, list.replace(/.\n$/, '0\n'), [])).toMatchObject([{ what: 'list-changed' }]);
  });

  test('the list can be read back', () => {
    fc.assert(
      fc.property(day, (items) => {
        const entries = items.map(sealEntry);
        expect(listOf(readList(listOf(entries)))).toBe(listOf(entries));
      }),
    );
  });
});

describe('the chain', () => {
  const first = sealDay('2026-11-22', '', null, now);
  const second = sealDay('2026-11-23', 'a b\n', first, now);

  test('holds as it was made, empty days too', () => {
    expect([...breaksOfChain(first, null), ...breaksOfChain(second, first)]).toEqual([]);
  });

  test('shows a seal that was changed, even one whose hash was made anew', () => {
    expect(breaksOfChain({ ...second, count: 7 }, first)).toMatchObject([{ what: 'seal-changed' }]);
    const forged = { ...first, entries: 'f'.repeat(64) };
    const rehashed = { ...forged, hash: hashOf(forged) };
    expect(breaksOfChain(rehashed, null)).toEqual([]);
    expect(breaksOfChain(second, rehashed)).toMatchObject([{ what: 'chain-broken' }]);
  });
});

test('JSON in one way: keys in order, what is undefined left out', () => {
  expect(canonical({ b: [1, { d: null, c: undefined }], a: 'ầ' })).toBe('{"a":"ầ","b":[1,{"d":null}]}');
});

test('a day can be sealed an hour after its end', () => {
  expect(lastCompleteDay(new Date('2026-11-24T00:59:59Z'))).toBe('2026-11-22');
  expect(lastCompleteDay(new Date('2026-11-24T01:00:00Z'))).toBe('2026-11-23');
  expect([dayAfter('2026-12-31'), dayAfter('2026-03-01', -1)]).toEqual(['2027-01-01', '2026-02-28']);
});
