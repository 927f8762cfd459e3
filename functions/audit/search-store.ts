import { readList } from '../../shared/table/lists.ts';
import type { Table } from '../../shared/table/table.ts';
import {
  auditPrefix,
  entriesAbout,
  entriesBy,
  entriesOfDay,
  entriesOfUnit,
  entryShards,
  TimelineEntry,
} from '../../shared/timeline.ts';

/** By what entries are looked for. */
export type Search =
  | { by: 'account'; account: string }
  | { by: 'about'; account: string }
  | { by: 'unit'; unit: string; month: string }
  | { by: 'day'; day: string };

/** An entry, and whether its note is a reason (of a look) or what somebody wrote. */
export interface Found {
  entry: TimelineEntry;
  isLook: boolean;
}

/** Finds entries, each kind of search by the index that answers it; the newest first. */
export class AuditSearch {
  readonly table: Table;

  constructor(table: Table) {
    this.table = table;
  }

  async find(
    search: Search,
    paging: { after: string | undefined; limit: number; type: string | undefined },
  ): Promise<{ found: Found[]; next: string | null }> {
    const { index, partitions } = placeOf(search);
    const { items, next } = await readList(this.table, {
      index,
      steps: [partitions.map((partition) => ({ partition }))],
      direction: 'descending',
      after: paging.after,
      limit: paging.limit,
      ...(paging.type !== undefined && { keep: (item) => item.type === paging.type }),
    });
    const found = items.map((item) => ({
      entry: TimelineEntry.parse(item),
      isLook: String(item.SK).startsWith(auditPrefix),
    }));
    return { found, next };
  }
}

function placeOf(search: Search): { index: string; partitions: string[] } {
  switch (search.by) {
    case 'account':
      return { index: 'GSI1', partitions: [entriesBy(search.account)] };
    case 'about':
      return { index: 'GSI8', partitions: [entriesAbout(search.account)] };
    case 'unit':
      return { index: 'GSI2', partitions: [entriesOfUnit(search.unit, search.month)] };
    case 'day':
      return {
        index: 'GSI5',
        partitions: Array.from({ length: entryShards }, (_, shard) => entriesOfDay(search.day, shard)),
      };
  }
}
