import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ImportGround, planImport } from '../../../functions/directory/import-plan.ts';
import hueUnits from '../../../shared/city/data/hue-units.json' with { type: 'json' };
import { type Unit, UnitsDocument } from '../../../shared/city/directory.ts';
import type { Post } from '../../../shared/directory-record.ts';
import { DomainError } from '../../../shared/errors.ts';
import { issuer, post, postsFile, smallCity, today, unitsFile } from './samples.ts';

const ground = (units: readonly Unit[] = smallCity, posts: readonly Post[] = []): ImportGround => ({
  units,
  posts,
  day: today,
  monitoringUnit: 'IOC',
  issuer,
});
const bytes = (text: string) => new TextEncoder().encode(text);
const withUnits = (text: string, on = ground()) => planImport({ units: bytes(text) }, on);
const withPosts = (text: string, on = ground()) => planImport({ posts: bytes(text) }, on);

/** The fields that a refusal names; the test fails when nothing is refused. */
function refused(importing: () => unknown): string[] {
  try {
    importing();
  } catch (error) {
    expect(error).toBeInstanceOf(DomainError);
    expect(error).toMatchObject({ definition: { status: 400 } });
    return (error as DomainError).fields.map(({ field }) => field);
  }
  throw new Error('nothing was refused');
}
const postLines = (...lines: string[]) => ['login,name,unit,role,from,to', ...lines].join('\n');
const unitLines = (...lines: string[]) => unitsFile(smallCity) + lines.join('\n');

describe('units.csv', () => {
  test('holds what the city has: written out and read again nothing differs', () => {
    for (const units of [smallCity, UnitsDocument.parse(hueUnits).units]) {
      const plan = withUnits(unitsFile(units), ground(units));
      expect(plan.units).toEqual(units);
      expect(plan.changes).toEqual({ units: [], posts: [] });
    }
  });

  test('says what is new, what changed in which fields, and what ends', () => {
    const after: Unit[] = [
      ...smallCity.map((one) =>
        one.code === 'W'
          ? { ...one, to: '2026-12-31', successor: 'E' }
          : one.code === 'E'
            ? { ...one, contacts: { phone: '0234 3 000 000', email: 'e@hue.example' } }
            : one,
      ),
      {
        code: 'CO',
        kind: 'company',
        name: { vi: 'Công ty "Sạch", Huế', en: 'Clean' },
        parent: 'SKHCN',
        serves: ['W', 'E'],
        from: '2026-12-01',
      },
    ];
    const plan = withUnits(unitsFile(after));
    expect(plan.units).toEqual(after);
    expect(plan.changes.units).toEqual([
      { code: 'W', change: 'ended', fields: ['to', 'successor'] },
      { code: 'E', change: 'changed', fields: ['contacts'] },
      { code: 'CO', change: 'new' },
    ]);
  });

  test('keeps known points, and the point where it names none', () => {
    const file = unitsFile(smallCity.map((one) => ({ ...one, point: undefined })));
    expect(withUnits(file).units).toEqual(smallCity);
  });

  test('may leave out what has ended; it stays for the record', () => {
    const history = smallCity.map((one) =>
      one.code === 'W' ? { ...one, to: '2026-11-22', successor: 'E' } : one,
    );
    const file = unitsFile(history.filter(({ code }) => code !== 'W'));
    const plan = withUnits(file, ground(history));
    expect(plan.changes.units).toEqual([]);
    expect(plan.units.map(({ code }) => code).sort()).toEqual(history.map(({ code }) => code).sort());
    const lastDay = history.map((one) => (one.code === 'W' ? { ...one, to: today } : one));
    expect(refused(() => withUnits(file, ground(lastDay)))).toEqual(['units']);
  });

  test.each([
    [
      'a circle of parents',
      ['units line 8: parent', 'units line 9: parent'],
      ['A,agency,B,A,A,,,,,,,,,', 'B,agency,A,B,B,,,,,,,,,'],
    ],
    [
      'an unknown parent, successor, commune',
      ['units line 8: parent', 'units line 9: successor', 'units line 10: serves'],
      ['A,agency,X,A,A,,,,,,,,,', 'B,agency,UBND,B,B,,,,,,2026-12-31,X,,', 'C,agency,UBND,C,C,W X,,,,,,,,'],
    ],
    ['a code twice', ['units line 8: code'], ['HEPCO,agency,UBND,A,A,,,,,,,,,']],
    [
      'an end before the beginning',
      ['units line 8: to'],
      ['A,agency,UBND,A,A,,,,,2026-02-02,2026-02-01,E,,'],
    ],
    [
      'wrong cells',
      [
        'units line 8: code',
        'units line 9: kind',
        'units line 10: name_vi',
        'units line 10: email',
        'units line 11: from',
        'units line 12: lng',
        'units line 13: lat',
      ],
      [
        'a b,agency,UBND,A,A,,,,,,,,,',
        'B,office,UBND,B,B,,,,,,,,,',
        'C,agency,UBND,,C,,,no mail,,,,,,',
        'D,agency,UBND,D,D,,,,,30/06/2026,,,,',
        'F,agency,UBND,F,F,,,,,,,,16.4,',
        'G,agency,UBND,G,G,,,,,,,,91,107',
      ],
    ],
    ['cells too few', ['units line 8'], ['A,agency,UBND']],
  ])('with %s is refused, each line named', (_, fields, lines) => {
    expect(refused(() => withUnits(unitLines(...lines)))).toEqual(fields);
  });

  test('that lacks a unit in force is refused', () => {
    expect(refused(() => withUnits(unitsFile(smallCity.filter(({ code }) => code !== 'HEPCO'))))).toEqual([
      'units',
    ]);
  });
});

describe('either file', () => {
  test.each([
    ['empty', '', ['posts line 1']],
    ['without its columns', 'login,name,unit,role,start\n', ['posts line 1', 'posts line 1', 'posts line 1']],
    ['with a column twice', 'login,name,unit,role,from,to,to\n', ['posts line 1']],
    ['with a quote that does not close', postLines('a,"b,19753,official,2026-01-01,', 'x'), ['posts line 3']],
  ])('%s is refused', (_, text, fields) => {
    expect(refused(() => withPosts(text))).toEqual(fields);
  });

  test('in Windows-1258 is refused, and each such line named', () => {
    // "Đỗ", as that encoding writes it: D0 for Đ, then o, circumflex and tilde; both are no UTF-8.
    const text = bytes(postLines('a,Do,W,official,2026-01-01,', 'b,Xx,W,official,2026-01-01,'));
    const file = text.slice();
    file.set([0xd0, 0xf4], file.indexOf('X'.charCodeAt(0)));
    expect(refused(() => planImport({ posts: file }, ground()))).toEqual(['posts line 3']);
    const all = new Uint8Array([0xd0, 0x0a]);
    const many = new Uint8Array(400).map((_, index) => all[index % 2] ?? 0);
    const fields = refused(() => planImport({ posts: many }, ground()));
    expect(fields).toHaveLength(51);
    expect([fields[0], fields[49], fields[50]]).toEqual(['posts line 1', 'posts line 50', 'posts']);
  });

  test('may have semicolons, a byte order mark, Windows line ends, empty lines and marks typed apart', () => {
    const text = `\uFEFFlogin;name;unit;role;from;to\r\n\r\na;${'Lê Thị Lan'.normalize('NFD')};W;official;2026-01-01;\r\n;;;;;\r\n`;
    expect(withPosts(text).posts).toEqual([
      post({ unit: 'W', name: 'Lê Thị Lan'.normalize('NFC'), to: undefined }),
    ]);
    expect(refused(() => withPosts(`${text}b;;;;;`))).toContain('posts line 5: name');
  });
});

describe('posts.csv', () => {
  test.each([
    ['a role', ['posts line 2: role'], ['a,A,W,boss,2026-01-01,']],
    ['a unit', ['posts line 2: unit'], ['a,A,X,official,2026-01-01,']],
    ['a day', ['posts line 2: from', 'posts line 2: to'], ['a,A,W,official,1/1/2026,2026-02-30']],
    ['an end before the beginning', ['posts line 2: to'], ['a,A,W,official,2026-02-02,2026-02-01']],
    [
      'no login, no name',
      ['posts line 2: login', 'posts line 3: name'],
      [',A,W,official,2026-01-01,', 'a,,W,official,2026-01-01,'],
    ],
    ['a login with blanks', ['posts line 2: login'], ['a b,A,W,official,2026-01-01,']],
    ['a monitor elsewhere', ['posts line 2: role'], ['a,A,W,monitor,2026-01-01,']],
    [
      'the same post twice at a time',
      ['posts line 4: login'],
      [
        'a,A,W,official,2026-01-01,2026-12-31',
        'a,A,W,leader,2026-01-01,',
        'a,A,W,official,2026-12-31,',
        'a,A,W,official,2025-01-01,2025-12-31',
      ],
    ],
  ])('with %s wrong is refused, each line named', (_, fields, lines) => {
    expect(refused(() => withPosts(postLines(...lines)))).toEqual(fields);
  });

  test('has no post that outlasts its unit', () => {
    const ending = smallCity.map((one) =>
      one.code === 'W' ? { ...one, to: '2026-12-31', successor: 'E' } : one,
    );
    const lines = [
      'a,A,W,official,2026-01-01,',
      'b,B,W,official,2026-01-01,2027-01-01',
      'c,C,W,official,2026-01-01,2026-12-31',
    ];
    expect(refused(() => withPosts(postLines(...lines), ground(ending)))).toEqual([
      'posts line 2: to',
      'posts line 3: to',
    ]);
    // The units of the same import count, not those in force.
    const both = { units: bytes(unitsFile(ending)), posts: bytes(postLines(...lines)) };
    expect(refused(() => planImport(both, ground()))).toEqual(['posts line 2: to', 'posts line 3: to']);
  });

  test('ends what it lacks, corrects what it has otherwise, keeps what had ended', () => {
    const before = [
      post({ login: 'stays', unit: 'W' }),
      post({ login: 'leaves', unit: 'W' }),
      post({ login: 'comes', unit: 'W', from: '2027-01-01' }),
      post({ login: 'began-today', unit: 'W', from: today }),
      post({ login: 'left', unit: 'W', to: '2026-03-31' }),
      post({ login: 'back', unit: 'W', to: '2026-03-31' }),
      post({ login: 'corrected', unit: 'W', from: '2026-02-01' }),
      post({ login: 'later-again', unit: 'W' }),
    ];
    const file = [
      post({ login: 'stays', unit: 'W' }),
      post({ login: 'back', unit: 'W', from: '2026-11-01' }),
      post({ login: 'corrected', unit: 'W', from: '2026-01-15', name: 'Tên mới' }),
      post({ login: 'later-again', unit: 'W', from: '2027-01-01' }),
      post({ login: 'new', unit: 'E', role: 'leader' }),
    ];
    const { posts, changes } = withPosts(postsFile(file), ground(smallCity, before));
    expect(
      changes.posts.map(({ login, change, from, to, fields }) => [login, change, from, to, fields]),
    ).toEqual([
      ['began-today', 'dropped', today, null, undefined],
      ['comes', 'dropped', '2027-01-01', null, undefined],
      ['later-again', 'ends', '2026-01-01', '2026-11-22', undefined],
      ['leaves', 'ends', '2026-01-01', '2026-11-22', undefined],
      ['new', 'new', '2026-01-01', null, undefined],
      ['back', 'new', '2026-11-01', null, undefined],
      ['corrected', 'changed', '2026-01-15', null, ['name', 'from']],
      ['later-again', 'new', '2027-01-01', null, undefined],
    ]);
    expect(posts.map(({ login, from, to }) => `${login} ${from} ${to ?? ''}`)).toEqual([
      'new 2026-01-01 ',
      'back 2026-01-01 2026-03-31',
      'back 2026-11-01 ',
      'corrected 2026-01-15 ',
      'later-again 2026-01-01 2026-11-22',
      'later-again 2027-01-01 ',
      'leaves 2026-01-01 2026-11-22',
      'left 2026-01-01 2026-03-31',
      'stays 2026-01-01 ',
    ]);
  });

  test('names a person by issuer and login, and says nothing of who it is', () => {
    const [one] = withPosts(postLines('lan,Lan,W,official,2026-01-01,')).posts;
    expect(one).toEqual(post({ login: 'lan', name: 'Lan', unit: 'W', to: undefined }));
    expect(one?.holder).not.toContain('lan');
  });
});

const Days = fc.constantFrom('2025-06-01', '2026-01-01', '2026-11-22', today, '2026-11-24', '2027-03-01');
const Row = fc
  .record({
    login: fc.constantFrom('a', 'b', 'c'),
    unit: fc.constantFrom('W', 'E'),
    role: fc.constantFrom('official' as const, 'leader' as const),
    days: fc.tuple(Days, fc.option(Days)),
  })
  .map(({ login, unit, role, days: [one, other] }) => {
    const [from = one, to] = other === null ? [one] : [one, other].sort();
    return post({ login, unit, role, from, to });
  });
/** Rows that are good together: a person holds a post once at a time. */
const Rows = fc
  .array(Row, { maxLength: 12 })
  .map((rows) =>
    rows.filter(
      (row, index) =>
        !rows
          .slice(0, index)
          .some((one) => one.holder === row.holder && one.id === row.id && overlaps(one, row)),
    ),
  );
function overlaps(a: Post, b: Post) {
  return a.from <= (b.to ?? '9999') && b.from <= (a.to ?? '9999');
}
const currentAndLater = (posts: readonly Post[]) =>
  posts
    .filter(({ to }) => to === undefined || to === null || to >= today)
    .map(({ login, id, from, to }) => `${login} ${id} ${from} ${to ?? ''}`);

describe('whatever was in force and whatever a good file holds', () => {
  test('after the import those are the posts of now and later, and the same file again changes nothing', () => {
    fc.assert(
      fc.property(Rows, Rows, (before, file) => {
        const first = withPosts(postsFile(file), ground(smallCity, before));
        expect(currentAndLater(first.posts).sort()).toEqual(currentAndLater(file).sort());
        const again = withPosts(postsFile(file), ground(smallCity, first.posts));
        expect(again.changes.posts).toEqual([]);
        expect(again.posts).toEqual(first.posts);
        // What had ended is still there, as it was or as the file corrects it.
        for (const past of before.filter(({ to }) => typeof to === 'string' && to < today)) {
          expect(
            first.posts.some(
              (one) => one.holder === past.holder && one.id === past.id && overlaps(one, past),
            ),
          ).toBe(true);
        }
        // Nobody holds a post twice at a time.
        for (const one of first.posts) {
          expect(
            first.posts.filter((two) => two.holder === one.holder && two.id === one.id && overlaps(one, two)),
          ).toHaveLength(1);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('the differences that it tells of are those between before and after', () => {
    fc.assert(
      fc.property(Rows, Rows, (before, file) => {
        const { posts, changes } = withPosts(postsFile(file), ground(smallCity, before));
        const lines = (all: readonly Post[]) =>
          new Set(all.map(({ login, id, name, from, to }) => `${login} ${id} ${name} ${from} ${to ?? ''}`));
        const [old, now] = [lines(before), lines(posts)];
        const differ = [...old].some((one) => !now.has(one)) || [...now].some((one) => !old.has(one));
        expect(changes.posts.length > 0).toBe(differ);
        const kept = [...now].filter((one) => old.has(one)).length;
        const told = changes.posts.filter(({ change }) => change !== 'dropped').length;
        expect(told).toBe(now.size - kept);
      }),
      { numRuns: 500 },
    );
  });

  test('one bad line among good ones and the whole is refused, that line alone named', () => {
    const bad = fc.constantFrom(
      'a,A,NOWHERE,official,2026-01-01,',
      'a,A,W,boss,2026-01-01,',
      'a,A,W,auditor,2026-13-01,',
      'a,A,W,auditor,2026-01-02,2026-01-01',
      ',A,W,auditor,2026-01-01,',
      'a,A,W,monitor,2026-01-01,',
      'a,A,W',
    );
    fc.assert(
      fc.property(Rows, bad, fc.nat(), (rows, line, place) => {
        const lines = postsFile(rows).trimEnd().split('\n');
        const at = 1 + (place % lines.length);
        lines.splice(at, 0, line);
        const fields = refused(() => withPosts(lines.join('\n'), ground(smallCity, rows)));
        expect(fields).toHaveLength(1);
        expect(fields[0]).toMatch(new RegExp(`^posts line ${at + 1}(:|$)`));
      }),
    );
  });
});
