import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Resource } from './access/permissions.ts';
import { reportKey, ReportStatus, resourceOf } from './report.ts';
import type { Table } from './table/table.ts';

const Seen = z.object({
  reporterId: z.string(),
  unit: z.object({ code: z.string() }),
  status: ReportStatus,
});

/** The report as far as permission depends on it; null when there is none. Half a read unit for each 4 kB. */
export async function readVisibility(table: Table, reportId: string): Promise<Resource | null> {
  const { Item } = await table.db.send(new GetCommand({ TableName: table.name, Key: reportKey(reportId) }));
  return Item ? resourceOf(Seen.parse(Item)) : null;
}
