import shippedRules from '../../shared/triage/data/duplicates.json' with { type: 'json' };
import { DuplicateRules } from '../../shared/triage/duplicates.ts';
import type { ReportLists } from './list-store.ts';
import { readPhotoHashes } from './photo-hash-reader.ts';
import { isOpen } from './report.ts';
import { boxAround, likely, reachOf, type Search, type Similar } from './similar.ts';

/** When two reports may be about one thing. */
const rules = DuplicateRules.parse(shippedRules);
/** Open reports nearby that are compared at most. */
const mostCompared = 100;

/** Finds the open public reports that are likely about the same thing. About 5 read units where little is near. */
export function similarReader(lists: ReportLists) {
  return async ({
    photoIds,
    ...search
  }: Omit<Search, 'hashes'> & { photoIds: readonly string[] }): Promise<Similar[]> => {
    const { category, location, at } = search;
    const since = new Date(at.getTime() - rules.reachHours * 3_600_000).toISOString();
    const { reports } = await lists.inBox(boxAround(location, reachOf(category, rules)), {
      after: undefined,
      limit: mostCompared,
      keep: (report) => report.category === category && isOpen(report.status) && report.createdAt >= since,
    });
    const ids = reports.flatMap((report) => report.photoIds);
    const hashes =
      photoIds.length === 0 || ids.length === 0
        ? new Map<string, string>()
        : await readPhotoHashes(lists.table, [...photoIds, ...ids]);
    const of = (some: readonly string[]) => some.flatMap((id) => hashes.get(id) ?? []);
    return likely({ ...search, hashes: of(photoIds) }, reports, (report) => of(report.photoIds), rules);
  };
}
