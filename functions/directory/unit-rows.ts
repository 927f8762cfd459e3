import { Unit } from '../../shared/city/directory.ts';
import { DomainError, type FieldError } from '../../shared/errors.ts';
import { parse } from '../../shared/http/validation.ts';
import type { Row } from './csv-file.ts';

/** What units.csv has, a unit a line. `serves` holds codes with blanks between. */
export const unitColumns = [
  'code',
  'kind',
  'parent',
  'name_vi',
  'name_en',
  'serves',
  'phone',
  'email',
  'address',
  'from',
  'to',
  'successor',
  'lat',
  'lng',
] as const;
type UnitColumn = (typeof unitColumns)[number];

/** The columns whose fields a unit has at other places. */
const columnOf: Record<string, UnitColumn> = {
  name: 'name_vi',
  'name.vi': 'name_vi',
  'name.en': 'name_en',
  'contacts.phone': 'phone',
  'contacts.email': 'email',
  'contacts.address': 'address',
  'point.lat': 'lat',
  'point.lng': 'lng',
};

/** A unit and its line in the file. */
export interface UnitRow {
  line: number;
  unit: Unit;
}

/**
 * The units of a file's rows, or what is wrong with their cells. What a file does not hold stays as it is in the units
 * before: the known points, and the point where the file has none.
 */
export function unitsOf(
  rows: readonly Row<UnitColumn>[],
  before: readonly Unit[],
): { units: UnitRow[]; errors: FieldError[] } {
  const known = new Map(before.map((unit) => [unit.code, unit]));
  const units: UnitRow[] = [];
  const errors: FieldError[] = [];
  for (const row of rows) {
    try {
      const named = (path: string) => `units line ${row.line}: ${columnNamed(path)}`;
      units.push({ line: row.line, unit: parse(Unit, unitOf(row, known.get(row.cell('code'))), named) });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      errors.push(...error.fields);
    }
  }
  return { units, errors };
}

/** The column that a unit's field comes from: `name.vi` is name_vi, `serves.2` is serves. */
export function columnNamed(path: string): string {
  return columnOf[path] ?? path.replace(/\.\d+$/, '');
}

function unitOf({ cell }: Row<UnitColumn>, before: Unit | undefined): Record<string, unknown> {
  const text = (column: UnitColumn) => cell(column) || undefined;
  const contacts = { phone: text('phone'), email: text('email'), address: text('address') };
  const placed = cell('lat') !== '' || cell('lng') !== '';
  const degrees = (column: UnitColumn) => (cell(column) === '' ? undefined : Number(cell(column)));
  return present({
    code: text('code'),
    kind: text('kind'),
    name: { vi: text('name_vi'), en: text('name_en') },
    parent: text('parent'),
    serves: text('serves')?.split(/\s+/),
    contacts: Object.values(contacts).some((value) => value !== undefined) ? present(contacts) : undefined,
    from: text('from'),
    to: text('to'),
    successor: text('successor'),
    point: placed ? { lat: degrees('lat'), lng: degrees('lng') } : before?.point,
    knownPoints: before?.knownPoints,
  });
}

/** Without what is undefined: a field that is left out and one that is undefined are stored alike. */
function present(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
