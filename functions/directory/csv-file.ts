import { CsvError, parse } from 'csv-parse/sync';
import type { FieldError, Text } from '../../shared/errors.ts';

/** The two files of a directory. */
export type FileName = 'units' | 'posts';

/** A line of a file below its header, with its cells by column; '' where a cell is empty. */
export interface Row<Column extends string> {
  line: number;
  cell: (column: Column) => string;
}

/** Lines that are named at most when a file was saved in another encoding: all of them would say the same. */
const namedLines = 50;

/** An error at a line of a file, and at a column of it where it is one cell's. */
export function lineError(file: FileName, line: number, column: string | null, message: Text): FieldError {
  return { field: `${file} line ${line}${column === null ? '' : `: ${column}`}`, message };
}

/**
 * The rows of a CSV file in UTF-8, or all that is wrong with it as a file: bytes that are no UTF-8, quotes that do not
 * close, columns missing or unknown, lines with more or fewer cells than the header. Commas part the cells, or
 * semicolons, as spreadsheets write them where the comma stands in numbers. Lines without any text are passed over.
 */
export function readCsv<Column extends string>(
  file: FileName,
  bytes: Uint8Array,
  columns: readonly Column[],
): { rows: Row<Column>[]; errors: FieldError[] } {
  const encoding = encodingErrors(file, bytes);
  if (encoding.length > 0) return { rows: [], errors: encoding };
  // The same name may be typed with its marks apart or as one letter each; it is one name.
  const text = new TextDecoder().decode(bytes).normalize('NFC');
  const [header, ...records] = recordsOf(file, text);
  if (header === undefined)
    return { rows: [], errors: [wrongHeader(file, 'Tệp trống', 'The file is empty')] };
  if ('field' in header) return { rows: [], errors: [header] };
  const names = header.cells;
  const rows: Row<Column>[] = [];
  const errors: FieldError[] = headerErrors(file, names, columns);
  if (errors.length > 0) return { rows, errors };
  for (const record of records) {
    if ('field' in record) {
      errors.push(record);
    } else if (record.cells.length !== names.length) {
      const [has, needs] = [record.cells.length, names.length];
      errors.push(
        lineError(file, record.line, null, {
          vi: `Có ${has} ô, cần ${needs}`,
          en: `It has ${has} cells, ${needs} are needed`,
        }),
      );
    } else {
      rows.push({ line: record.line, cell: (column) => record.cells[names.indexOf(column)] ?? '' });
    }
  }
  return { rows, errors };
}

/** The lines that are not UTF-8. Older programs write Vietnamese as Windows-1258 unless told otherwise. */
function encodingErrors(file: FileName, bytes: Uint8Array): FieldError[] {
  const found: FieldError[] = [];
  let more = 0;
  let line = 0;
  for (let start = 0; start <= bytes.length;) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline;
    line += 1;
    if (!isUtf8(bytes.subarray(start, end))) {
      if (found.length < namedLines) found.push(lineError(file, line, null, notUtf8));
      else more += 1;
    }
    start = end + 1;
  }
  if (more === 0) return found;
  return [...found, { field: file, message: { vi: `Còn ${more} dòng nữa`, en: `And ${more} more lines` } }];
}

const notUtf8: Text = {
  vi: 'Không phải UTF-8 (có thể là Windows-1258). Hãy lưu lại tệp dạng CSV UTF-8',
  en: 'It is not UTF-8 (Windows-1258, maybe). Save the file again as CSV UTF-8',
};

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

type Record = { line: number; cells: string[] } | FieldError;

function recordsOf(file: FileName, text: string): Record[] {
  const [firstLine = ''] = text.split('\n', 1);
  const records: Record[] = [];
  try {
    parse(text, {
      bom: true,
      trim: true,
      delimiter: firstLine.includes(';') && !firstLine.includes(',') ? ';' : ',',
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      on_record: (cells: string[], { lines }) => {
        records.push({ line: lines, cells });
        return null;
      },
    });
    return records;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : 1;
    const quotes = { vi: 'Dấu nháy kép không khớp', en: 'Its quotation marks do not fit' };
    // Behind a quote that does not close nothing can be told apart.
    return [...records, lineError(file, line, null, quotes)];
  }
}

function headerErrors(file: FileName, names: readonly string[], columns: readonly string[]): FieldError[] {
  const missing = columns.filter((column) => !names.includes(column));
  const unknown = names.filter((name, index) => !columns.includes(name) || names.indexOf(name) < index);
  return [
    ...missing.map((name) => wrongHeader(file, `Thiếu cột ${name}`, `Column ${name} is missing`)),
    ...unknown.map((name) =>
      wrongHeader(file, `Cột lạ hoặc lặp: ${name}`, `Column ${name} is unknown, or there twice`),
    ),
  ];
}

function wrongHeader(file: FileName, vi: string, en: string): FieldError {
  return lineError(file, 1, null, { vi, en });
}
