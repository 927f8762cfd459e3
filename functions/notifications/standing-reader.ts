import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { dayOf } from '../../shared/city/calendar.ts';
import { UnitsDocument } from '../../shared/city/directory.ts';
import { readDocument, remembered } from '../../shared/city/documents.ts';
import { successorOf } from '../../shared/city/hierarchy.ts';
import type { Clock } from '../../shared/clock.ts';
import { followersPartition } from '../../shared/inbox-record.ts';
import type { Table } from '../../shared/table/table.ts';
import type { Standing } from './notices.ts';
import type { NoticeRow } from './routing-table.ts';

const Follower = z.object({ accountId: z.string() });
/** A report with more followers than this tells the first ones. Assumed: far more than any has. */
const mostFollowers = 1000;

/** The units of the city, as every function reads them; none before they were imported. */
export function unitsReader(table: Table): () => Promise<UnitsDocument['units']> {
  const read = remembered(() => readDocument(table, 'units', UnitsDocument));
  return async () => (await read())?.body.units ?? [];
}

/** Reads what decides who is told of a report: the hierarchy, and its followers where a row asks for them. */
export function standingReader(table: Table, monitoringUnit: string, clock: Clock) {
  const units = unitsReader(table);
  async function followersOf(reportId: string): Promise<string[]> {
    const { Items = [] } = await table.db.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'PK = :pk',
        ExpressionAttributeValues: { ':pk': followersPartition(reportId) },
        Limit: mostFollowers,
      }),
    );
    return Items.map((item) => Follower.parse(item).accountId);
  }
  return async (rows: readonly NoticeRow[], event: string, reportId: string): Promise<Standing> => {
    const asked = rows.some((row) => row.event === event && row.audience === 'follower');
    const [all, followers] = await Promise.all([units(), asked ? followersOf(reportId) : []]);
    const today = dayOf(clock.now());
    return {
      supervisorOf(code) {
        const parent = all.find((unit) => unit.code === code)?.parent;
        return parent === undefined ? null : (successorOf(all, parent, today)?.code ?? null);
      },
      monitoringUnit,
      root: all.find(({ kind }) => kind === 'city')?.code ?? null,
      followers,
    };
  };
}
