import { readList } from '../../shared/table/lists.ts';
import type { Table } from '../../shared/table/table.ts';
import { entriesAbout, TimelineEntry } from '../../shared/timeline.ts';

/** What was recorded of looks at people's data. */
export class LookStore {
  readonly table: Table;

  constructor(table: Table) {
    this.table = table;
  }

  /** The looks at a person, by all their accounts, the newest first. */
  async at(
    accountIds: readonly string[],
    paging: { after: string | undefined; limit: number },
  ): Promise<{ looks: TimelineEntry[]; next: string | null }> {
    const { items, next } = await readList(this.table, {
      index: 'GSI8',
      steps: [accountIds.map((id) => ({ partition: entriesAbout(id) }))],
      direction: 'descending',
      ...paging,
    });
    return { looks: items.map((item) => TimelineEntry.parse(item)), next };
  }
}
