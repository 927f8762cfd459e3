import shippedTable from '../../shared/city/data/notices.json' with { type: 'json' };
import { type CityDocument, readDocument, remembered } from '../../shared/city/documents.ts';
import type { Table } from '../../shared/table/table.ts';
import { NoticesDocument } from './routing-table.ts';

/** What holds until an admin says otherwise: nobody goes untold because a document was never imported. */
const shipped = { version: 0, changedAt: null, body: NoticesDocument.parse(shippedTable) };

export type NoticeTable = Omit<CityDocument<NoticesDocument>, 'changedAt'> & { changedAt: string | null };

/** The routing table in force; version 0 is the one that comes with the code. At most one read in 15 seconds. */
export function noticeTableReader(table: Table): () => Promise<NoticeTable> {
  const read = remembered(() => readDocument(table, 'notices', NoticesDocument));
  return async () => (await read()) ?? shipped;
}
