import type { Unit } from '../../shared/city/directory.ts';
import { hasEnded } from '../../shared/city/hierarchy.ts';
import type { Post } from '../../shared/directory-record.ts';
import { DomainError, errors, type FieldError } from '../../shared/errors.ts';
import { lineError, readCsv } from './csv-file.ts';
import { unitsErrors } from './misfits.ts';
import { postColumns, postsOf } from './post-rows.ts';
import { type PostChange, succeed } from './post-succession.ts';
import { columnNamed, unitColumns, type UnitRow, unitsOf } from './unit-rows.ts';

/** What is in force before an import, and by what it is judged. */
export interface ImportGround {
  units: readonly Unit[];
  posts: readonly Post[];
  /** The day of the import by the city's calendar. */
  day: string;
  monitoringUnit: string;
  /** The officials' issuer, at which logins are subjects. */
  issuer: string;
}

export interface UnitChange {
  code: string;
  change: 'new' | 'changed' | 'ended';
  /** What is different, where it changed. */
  fields?: string[];
}

/** What the city has after an import, and what is different then. */
export interface ImportPlan {
  units: Unit[];
  posts: Post[];
  changes: { units: UnitChange[]; posts: PostChange[] };
}

/** Errors that are named at most: a file of thousands of wrong lines must not become an answer of megabytes. */
const mostNamed = 500;

/**
 * What the files would make of the directory in force; all of them or nothing. Throws a 400 that names each wrong line
 * by file, number and column. What is wrong with single cells of units.csv is said before what is wrong between them.
 */
export function planImport(
  files: { units?: Uint8Array | undefined; posts?: Uint8Array | undefined },
  ground: ImportGround,
): ImportPlan {
  const units = files.units === undefined ? null : unitsAfter(files.units, ground);
  const found = [...(units?.errors ?? [])];
  const after = units?.units ?? [...ground.units];
  let posts: { posts: Post[]; changes: PostChange[] } = { posts: [...ground.posts], changes: [] };
  if (files.posts !== undefined) {
    const table = readCsv('posts', files.posts, postColumns);
    const known = found.length > 0 ? null : after;
    const file = postsOf(table.rows, { ...ground, units: known });
    found.push(...table.errors, ...file.errors);
    if (found.length === 0) posts = succeed(ground.posts, file.posts, ground.day);
  }
  if (found.length > 0) throw new DomainError(errors.invalid, limited(found));
  return {
    units: after,
    posts: posts.posts,
    changes: { units: changesOf(ground.units, after), posts: posts.changes },
  };
}

function unitsAfter(
  bytes: Uint8Array,
  { units: before, day, monitoringUnit }: ImportGround,
): { units: Unit[]; errors: FieldError[] } {
  const table = readCsv('units', bytes, unitColumns);
  const file = unitsOf(table.rows, before);
  const codes = new Set(file.units.map(({ unit }) => unit.code));
  const units = [
    ...file.units.map(({ unit }) => unit),
    // What had ended stays for the record, whether or not the file still tells of it.
    ...before.filter((unit) => hasEnded(unit, day) && !codes.has(unit.code)),
  ];
  const found = [...table.errors, ...file.errors];
  // Units whose own cells are wrong would be missed by others, which may be right.
  if (found.length > 0) return { units, errors: found };
  const between = unitsErrors(units, before, monitoringUnit);
  return { units, errors: between.map((error) => atItsLine(error, file.units)) };
}

/** `units.3.name.vi` is said of the line that the fourth unit came from, `units line 5: name_vi`. */
function atItsLine({ field, message }: FieldError, rows: readonly UnitRow[]): FieldError {
  const [, index, path] = /^units\.(\d+)\.(.+)$/.exec(field) ?? [];
  const row = rows[Number(index)];
  return row && path !== undefined
    ? lineError('units', row.line, columnNamed(path), message)
    : { field, message };
}

function changesOf(before: readonly Unit[], after: readonly Unit[]): UnitChange[] {
  const known = new Map(before.map((unit) => [unit.code, unit]));
  return after.flatMap((unit): UnitChange[] => {
    const { code } = unit;
    const old = known.get(code);
    if (old === undefined) return [{ code, change: 'new' }];
    const fields = differing(old, unit);
    if (fields.length === 0) return [];
    const ends = old.to === undefined && unit.to !== undefined;
    return [{ code, change: ends ? 'ended' : 'changed', fields }];
  });
}

function differing(before: Unit, after: Unit): string[] {
  const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const fields = new Set([...old.keys(), ...now.keys()]);
  return [...fields].filter((field) => JSON.stringify(old.get(field)) !== JSON.stringify(now.get(field)));
}

function limited(found: readonly FieldError[]): FieldError[] {
  const more = found.length - mostNamed;
  if (more <= 0) return [...found];
  const rest = { vi: `Còn ${more} lỗi nữa`, en: `And ${more} more errors` };
  return [...found.slice(0, mostNamed), { field: 'body', message: rest }];
}
