import { expect, test } from 'vitest';
import { replaceDocument } from '../../../shared/city/document-store.ts';
import shipped from '../../../shared/city/data/deadlines.json' with { type: 'json' };
import { DeadlinesDocument } from '../../../shared/city/deadlines.ts';
import { readDocument } from '../../../shared/city/documents.ts';
import { timetableReader } from '../../../shared/city/timetable-reader.ts';
import { ownTable } from '../directory/own-table.ts';

const table = ownTable('timetable');

test('a version of the deadlines stays what it was; a city without any goes by those that come with the code', async () => {
  const now = new Date('2026-11-25T02:00:00.000Z');
  const first = DeadlinesDocument.parse(shipped);
  const second = { ...first, closeAfter: { count: 24, unit: 'hours' as const } };
  expect(await timetableReader(table).current()).toMatchObject({ version: 0, deadlines: first });
  const put = async (body: unknown) => {
    const current = await readDocument(table, 'deadlines', DeadlinesDocument);
    await replaceDocument(table, 'deadlines', current, body, now);
  };
  await put(first);
  await put(second);
  const reader = timetableReader(table);
  expect(await reader.current()).toMatchObject({ version: 2, deadlines: second });
  expect(await reader.of(1)).toMatchObject({ version: 1, deadlines: first });
  expect(await reader.of(0)).toMatchObject({ version: 0, deadlines: first });
  await expect(reader.of(3)).rejects.toThrow('version 3');
});
