import geohash from 'ngeohash';
import type { Point } from '../../shared/city/directory.ts';
import { isPublic, reporterPartition } from '../../shared/report.ts';
import { shardOf } from '../../shared/table/shard.ts';
import { rankAt } from './demand.ts';
import { isOpen, type Report } from './report.ts';

/**
 * The reports' keys in the generic indexes. What docs/access-patterns.md says of GSI1 to GSI7 for reports stands
 * here and in list-store.ts, which reads them.
 */

/** Shards of what the city, not one unit or person, is the key of. */
export const listShards = 4;
export const dueShards = 4;
/** Letters of the geohash that make a partition of the map (39 × 20 km) and a sort key (5 × 5 m). */
export const mapPartitionLetters = 4;
const mapLetters = 9;

export const queuePartition = (unit: string) => `QUEUE#${unit}`;
export const duePartition = (shard: number) => `DUE#${shard}`;
export const mapPartition = (hash: string) => `MAP#${hash.slice(0, mapPartitionLetters)}`;
export const newestPartition = (month: string, shard: number) => `NEWEST#${month}#${shard}`;
export const changedPartition = (month: string, shard: number) => `CHANGED#${month}#${shard}`;
export const unitPartition = (unit: string) => `UNIT#${unit}`;

export const mapHash = ({ lat, lng }: Point) => geohash.encode(lat, lng, mapLetters);

/** The report that an item of the due index is of; readable also where the rest of the item is not. */
export const dueId = ({ GSI3SK }: Record<string, unknown>) => String(GSI3SK).split('#')[1] ?? '';

type IndexKeys = Record<string, string | null>;

const noKeys: IndexKeys = Object.fromEntries(
  [1, 2, 3, 4, 5, 6, 7].flatMap((index) => [
    [`GSI${index}PK`, null],
    [`GSI${index}SK`, null],
  ]),
);

/** All index keys of a report; null where it does not stand in that index. */
export function indexKeys(report: Report): IndexKeys {
  const { id, createdAt, updatedAt } = report;
  const shard = shardOf(id, listShards);
  return {
    ...noKeys,
    GSI1PK: reporterPartition(report.reporterId),
    GSI1SK: `${createdAt}#${id}`,
    ...(isOpen(report.status) && {
      GSI2PK: queuePartition(report.unit.code),
      GSI2SK: `${rankAt(report)}#${id}`,
    }),
    ...(report.nextDueAt !== null && {
      GSI3PK: duePartition(shardOf(id, dueShards)),
      GSI3SK: `${report.nextDueAt}#${id}`,
    }),
    ...(isPublic(report.status) && {
      GSI4PK: mapPartition(mapHash(report.location)),
      GSI4SK: `${mapHash(report.location)}#${id}`,
      GSI5PK: newestPartition(createdAt.slice(0, 7), shard),
      GSI5SK: `${createdAt}#${id}`,
      GSI6PK: changedPartition(updatedAt.slice(0, 7), shard),
      GSI6SK: `${updatedAt}#${id}`,
      GSI7PK: unitPartition(report.unit.code),
      GSI7SK: `${createdAt}#${id}`,
    }),
  };
}
