import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { aggregateKey, entryPrefix, TimelineEntry } from '../../shared/timeline.ts';
import { monthsBetween, type Page, type Range, readList } from '../../shared/table/lists.ts';
import type { Table } from '../../shared/table/table.ts';
import type { Box } from './bounding-box.ts';
import { changedPartition, listShards, newestPartition, queuePartition, unitPartition } from './keys.ts';
import { reporterPartition } from '../../shared/report.ts';
import { contains, rangesOf } from './map.ts';
import { Report } from './report.ts';

interface Paging {
  /** Where the page before ended. */
  after: string | undefined;
  limit: number;
  keep?: (report: Report) => boolean;
}

export interface ReportPage {
  reports: Report[];
  next: string | null;
}

/** The lists of reports, each by the index that answers it (docs/access-patterns.md). */
export class ReportLists {
  readonly table: Table;
  /** The month in which the city's first report came (`2026-11`). */
  readonly launchedIn: string;

  constructor(table: Table, launchedIn: string) {
    this.table = table;
    this.launchedIn = launchedIn;
  }

  /** A citizen's own reports, the newest first; the accounts are one person's. */
  ofReporter(accountIds: readonly string[], paging: Paging): Promise<ReportPage> {
    const ranges = accountIds.map((id) => ({ partition: reporterPartition(id) }));
    return this.read('GSI1', [ranges], 'descending', paging);
  }

  /** A unit's open reports by due time, the most pressing first. */
  queue(unit: string, paging: Paging): Promise<ReportPage> {
    return this.read('GSI2', [[{ partition: queuePartition(unit) }]], 'ascending', paging);
  }

  /** Public reports in a box of the map, in the order of the map's cells. */
  inBox(box: Box, paging: Paging): Promise<ReportPage> {
    const keep = (report: Report) => contains(box, report.location) && (paging.keep?.(report) ?? true);
    // One after the other: where the first ranges fill the page, the others are not read.
    const steps = rangesOf(box).map((range) => [range]);
    return this.read('GSI4', steps, 'ascending', { ...paging, keep });
  }

  /** Public reports of the city, the newest first. */
  newest(now: Date, paging: Paging): Promise<ReportPage> {
    const from = paging.after?.slice(0, 7) ?? now.toISOString().slice(0, 7);
    const steps = monthsBetween(from, this.launchedIn).map((month) =>
      shards((n) => newestPartition(month, n)),
    );
    return this.read('GSI5', steps, 'descending', paging);
  }

  /** Public reports changed after a time, in the order of their changes. */
  changedAfter(after: string, now: Date, paging: Paging): Promise<ReportPage> {
    const current = now.toISOString().slice(0, 7);
    const first = (paging.after ?? after).slice(0, 7);
    const from = first < this.launchedIn ? this.launchedIn : first;
    const months = from > current ? [] : monthsBetween(from, current);
    const steps = months.map((month) => shards((n) => changedPartition(month, n), `${after}#~`));
    return this.read('GSI6', steps, 'ascending', paging);
  }

  /** Public reports that a unit has, the newest first. */
  ofUnit(unit: string, paging: Paging): Promise<ReportPage> {
    return this.read('GSI7', [[{ partition: unitPartition(unit) }]], 'descending', paging);
  }

  /** One entry of a report's timeline; null when it is not there. */
  async entry(reportId: string, id: string): Promise<TimelineEntry | null> {
    const { Item } = await this.table.db.send(
      new GetCommand({
        TableName: this.table.name,
        Key: { PK: aggregateKey('report', reportId), SK: `${entryPrefix}${id}` },
      }),
    );
    return Item ? TimelineEntry.parse(Item) : null;
  }

  /** A report's timeline from its beginning. */
  async timeline(
    reportId: string,
    { after, limit, keep }: Omit<Paging, 'keep'> & { keep: (entry: TimelineEntry) => boolean },
  ): Promise<{ entries: TimelineEntry[]; next: string | null }> {
    const { items, next } = await readList(this.table, {
      steps: [[{ partition: aggregateKey('report', reportId), from: entryPrefix, to: `${entryPrefix}~` }]],
      direction: 'ascending',
      after: after && `${entryPrefix}${after}`,
      limit,
      keep: (item) => keep(TimelineEntry.parse(item)),
    });
    const entries = items.map((item) => TimelineEntry.parse(item));
    return { entries, next: next?.slice(entryPrefix.length) ?? null };
  }

  private async read(
    index: string,
    steps: Range[][],
    direction: 'ascending' | 'descending',
    { after, limit, keep }: Paging,
  ): Promise<ReportPage> {
    const page: Page = await readList(this.table, {
      index,
      steps,
      direction,
      after,
      limit,
      ...(keep && { keep: (item) => keep(Report.parse(item)) }),
    });
    return { reports: page.items.map((item) => Report.parse(item)), next: page.next };
  }
}

function shards(partition: (shard: number) => string, from?: string): Range[] {
  return Array.from({ length: listShards }, (_, shard) => ({
    partition: partition(shard),
    ...(from !== undefined && { from }),
  }));
}
