import type { Timetables } from '../../shared/city/timetable.ts';
import type { Clock } from '../../shared/clock.ts';
import { readList } from '../../shared/table/lists.ts';
import { logger } from '../../shared/telemetry.ts';
import { takeDueSteps } from './due-steps.ts';
import { dueId, duePartition, dueShards } from './keys.ts';
import type { ReportStore } from './store.ts';

/** Reports of one shard that are seen to at once. */
const page = 25;

interface Ground {
  store: ReportStore;
  clock: Clock;
  timetables: Timetables;
}

/** What a sweep did: steps taken, reports looked at, those it failed on, and whether it came to the end. */
export interface Swept {
  steps: number;
  reports: number;
  failed: number;
  finished: boolean;
}

/**
 * Takes the due steps of all reports that are due, in each shard the longest due first, page by page while there is
 * time. Several at once share the work: a step is written by whoever comes first. A report that fails is left to the
 * next sweep and holds up no other.
 */
export async function sweep(ground: Ground, mayGoOn: () => boolean): Promise<Swept> {
  const to = `${ground.clock.now().toISOString()}#~`;
  const swept: Swept = { steps: 0, reports: 0, failed: 0, finished: true };

  async function take(reportId: string): Promise<void> {
    swept.reports += 1;
    try {
      const taken = await takeDueSteps(ground, reportId);
      swept.steps += taken.length;
    } catch (error) {
      swept.failed += 1;
      logger.error('due report failed', { reportId, error });
    }
  }

  async function sweepShard(shard: number): Promise<void> {
    let after: string | undefined;
    for (;;) {
      const { items, next } = await readList(ground.store.table, {
        index: 'GSI3',
        steps: [[{ partition: duePartition(shard), to }]],
        direction: 'ascending',
        after,
        limit: page,
      });
      await Promise.all(items.map((item) => take(dueId(item))));
      if (next === null) return;
      if (!mayGoOn()) swept.finished = false;
      if (!swept.finished) return;
      after = next;
    }
  }

  await Promise.all(Array.from({ length: dueShards }, (_, shard) => sweepShard(shard)));
  return swept;
}
