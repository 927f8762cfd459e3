import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from './table.ts';

/** A part of an index: one partition, all of it or a range of its sort key (both ends included). */
export interface Range {
  partition: string;
  from?: string;
  to?: string;
}

export interface ListOptions {
  /** GSI1 … GSI8; the base table when left out. */
  index?: string;
  /**
   * What to read, in order: the ranges of one step are read side by side and merged by sort key, a step begins when
   * the one before it is read to its end. Sort keys must not go back from one step to the next.
   */
  steps: readonly (readonly Range[])[];
  direction: 'ascending' | 'descending';
  /** The sort key after which to go on: the `next` of the page before. */
  after?: string | undefined;
  limit: number;
  /** Keeps an item or leaves it out. A page reads at most five times its limit, then hands over what it has. */
  keep?: (item: Record<string, unknown>) => boolean;
}

export interface Page {
  items: Record<string, unknown>[];
  /** The sort key to go on from; null at the end. */
  next: string | null;
}

/** What one page may read for each item that it may return. */
const readsPerItem = 5;
/** Shards are never quite even: half more than an even part of each mostly fills a page in one go. */
const evenly = 1.5;

/** One page of a list that may be spread over shards, months or map cells. */
export async function readList(table: Table, options: ListOptions): Promise<Page> {
  const items: Record<string, unknown>[] = [];
  let budget = options.limit * readsPerItem;
  let after = options.after;
  for (const ranges of options.steps) {
    for (;;) {
      if (budget < ranges.length) return { items, next: after ?? null };
      const wanted = Math.ceil((options.limit * (ranges.length === 1 ? 1 : evenly)) / ranges.length);
      const perRange = Math.max(1, Math.min(wanted, Math.floor(budget / ranges.length)));
      const parts = await Promise.all(
        ranges.map((range) => readRange(table, options, range, after, perRange)),
      );
      budget -= parts.reduce((sum, part) => sum + part.rows.length, 0);
      const merged = merge(parts, options.direction);
      for (const row of merged.rows) {
        after = row.key;
        if (options.keep && !options.keep(row.item)) continue;
        items.push(row.item);
        if (items.length === options.limit) {
          const last = merged.complete && row === merged.rows.at(-1);
          return { items, next: last && ranges === options.steps.at(-1) ? null : after };
        }
      }
      if (merged.complete) break;
      after = merged.horizon;
    }
  }
  return { items, next: null };
}

interface Row {
  key: string;
  item: Record<string, unknown>;
}

interface Part {
  rows: Row[];
  /** Whether there is more behind the last row. */
  more: boolean;
}

/**
 * Rows of several ranges in one order, up to the horizon: the nearest last row of a range that has more. What lies
 * beyond it may be preceded by rows not read yet.
 */
export function merge(
  parts: readonly Part[],
  direction: 'ascending' | 'descending',
): { rows: Row[]; horizon?: string; complete: boolean } {
  const sign = direction === 'ascending' ? 1 : -1;
  const compare = (a: string, b: string) => (a < b ? -sign : a > b ? sign : 0);
  const rows = parts.flatMap((part) => part.rows).sort((a, b) => compare(a.key, b.key));
  const ends = parts.flatMap(({ rows: own, more }) => (more ? own.slice(-1).map(({ key }) => key) : []));
  const [horizon] = ends.sort(compare);
  if (horizon === undefined) return { rows, complete: true };
  return { rows: rows.filter(({ key }) => compare(key, horizon) <= 0), horizon, complete: false };
}

async function readRange(
  table: Table,
  { index, direction }: ListOptions,
  range: Range,
  after: string | undefined,
  limit: number,
): Promise<Part> {
  const [pk, sk] = index === undefined ? ['PK', 'SK'] : [`${index}PK`, `${index}SK`];
  // Sort keys are ASCII: '~' lies behind all that are used, and a key followed by ' ' right behind the key itself.
  const low = direction === 'ascending' && after !== undefined ? later(`${after} `, range.from) : range.from;
  const high = direction === 'descending' && after !== undefined ? earlier(after, range.to) : range.to;
  if ((low ?? '') > (high ?? '~')) return { rows: [], more: false };
  const result = await table.db.send(
    new QueryCommand({
      TableName: table.name,
      ...(index !== undefined && { IndexName: index }),
      KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :low AND :high',
      ExpressionAttributeNames: { '#pk': pk, '#sk': sk },
      ExpressionAttributeValues: { ':pk': range.partition, ':low': low ?? ' ', ':high': high ?? '~' },
      ScanIndexForward: direction === 'ascending',
      Limit: limit + 1,
    }),
  );
  const rows = (result.Items ?? [])
    .map((item) => ({ key: String(item[sk]), item }))
    .filter(({ key }) => key !== after);
  return { rows: rows.slice(0, limit), more: rows.length > limit || result.LastEvaluatedKey !== undefined };
}

const later = (a: string, b: string | undefined) => (b !== undefined && b > a ? b : a);
const earlier = (a: string, b: string | undefined) => (b !== undefined && b < a ? b : a);

/** The months from one to another (`2026-11`), both included, forwards or backwards. */
export function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  const sign = from <= to ? 1 : -1;
  let [year = 0, month = 0] = from.split('-').map(Number);
  for (;;) {
    const name = `${year}-${String(month).padStart(2, '0')}`;
    months.push(name);
    if (name === to || months.length > 1200) return months;
    month += sign;
    if (month === 0 || month === 13) [year, month] = [year + (month === 0 ? -1 : 1), month === 0 ? 12 : 1];
  }
}
