import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { daysAfter } from '../../shared/city/calendar.ts';
import { Time } from '../../shared/identifiers.ts';
import { readList } from '../../shared/table/lists.ts';
import type { Table } from '../../shared/table/table.ts';
import { entriesOfDay, entryShards } from '../../shared/timeline.ts';
import { nothing, Told, UnitDay } from './day.ts';

const partitionOf = (day: string) => `PUNCTUALITY#${day}`;
const unitPartition = (unit: string) => `PUNCTUALITY-OF#${unit}`;
const prefix = 'UNIT#';
const page = 500;

/** How far a day has been counted. */
const CountedDay = z.object({ final: z.boolean(), asOf: Time });
export type CountedDay = z.infer<typeof CountedDay>;

const Row = z.object({ unit: z.string(), day: z.string(), figures: UnitDay });
export type Row = z.infer<typeof Row>;

/** Each unit's days in the table, and the timeline entries that they are counted from. */
export class PunctualityStore {
  readonly table: Table;

  constructor(table: Table) {
    this.table = table;
  }

  /** The entries of reports on a day of the city's calendar, which begins at 17:00 of UTC the day before. */
  async entriesOf(day: string): Promise<Told[]> {
    const start = `${daysAfter(day, -1)}T17:00`;
    const end = `${day}T17:00`;
    const parts = await Promise.all(
      Array.from({ length: entryShards }, (_, shard) => [
        this.entriesIn(entriesOfDay(daysAfter(day, -1), shard), start, end),
        this.entriesIn(entriesOfDay(day, shard), start, end),
      ]).flat(),
    );
    return parts.flat();
  }

  private async entriesIn(partition: string, from: string, to: string): Promise<Told[]> {
    const entries: Told[] = [];
    let after: string | undefined;
    for (;;) {
      const { items, next } = await readList(this.table, {
        index: 'GSI5',
        steps: [[{ partition, from, to }]],
        direction: 'ascending',
        after,
        limit: page,
      });
      entries.push(...items.flatMap(toldOf));
      if (next === null) return entries;
      after = next;
    }
  }

  /** What each unit had overdue when a day ended; nothing for a day that was not counted. */
  async overdueAtEndOf(day: string): Promise<Map<string, string[]>> {
    return new Map((await this.unitsOn(day)).map(({ unit, figures }) => [unit, figures.overdue]));
  }

  async dayOf(day: string): Promise<CountedDay | null> {
    const Key = { PK: partitionOf(day), SK: 'DAY' };
    const { Item } = await this.table.db.send(
      new GetCommand({ TableName: this.table.name, Key, ConsistentRead: true }),
    );
    return Item ? CountedDay.parse(Item) : null;
  }

  /** All units of a day. */
  async unitsOn(day: string): Promise<Row[]> {
    return this.rows({
      KeyConditionExpression: 'PK = :pk AND begins_with(SK, :prefix)',
      ExpressionAttributeValues: { ':pk': partitionOf(day), ':prefix': prefix },
      ConsistentRead: true,
    });
  }

  /** A unit's days from one to another, both included. */
  async daysOf(unit: string, from: string, to: string): Promise<Row[]> {
    return this.rows({
      IndexName: 'GSI1',
      KeyConditionExpression: 'GSI1PK = :pk AND GSI1SK BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':pk': unitPartition(unit), ':from': from, ':to': to },
    });
  }

  /** Writes a day's units, then that the day was counted: one that was begun and not finished is counted again. */
  async save(day: string, units: ReadonlyMap<string, UnitDay>, counted: CountedDay): Promise<void> {
    const put = (Item: Record<string, unknown>) =>
      this.table.db.send(new PutCommand({ TableName: this.table.name, Item }));
    // Units that an earlier count had, and this one has not: their rows must not go on as they were.
    const before = await this.unitsOn(day);
    const gone = before.flatMap(({ unit }) => (units.has(unit) ? [] : [[unit, nothing()] as const]));
    await Promise.all(
      [...units, ...gone].map(([unit, figures]) =>
        put({
          PK: partitionOf(day),
          SK: `${prefix}${unit}`,
          GSI1PK: unitPartition(unit),
          GSI1SK: day,
          unit,
          day,
          figures,
        }),
      ),
    );
    await put({ PK: partitionOf(day), SK: 'DAY', ...counted });
  }

  /** Takes back that days were counted to their end, before they are counted again. */
  async reopen(days: readonly string[]): Promise<void> {
    for (const day of days) {
      const counted = await this.dayOf(day);
      if (counted?.final !== true) continue;
      const Item = { PK: partitionOf(day), SK: 'DAY', ...counted, final: false };
      await this.table.db.send(new PutCommand({ TableName: this.table.name, Item }));
    }
  }

  private async rows(query: Record<string, unknown>): Promise<Row[]> {
    const rows: Row[] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await this.table.db.send(
        new QueryCommand({ TableName: this.table.name, ...query, ExclusiveStartKey: start }),
      );
      rows.push(...Items.map((item) => Row.parse(item)));
      start = LastEvaluatedKey;
    } while (start !== undefined);
    return rows;
  }
}

/** Entries of reports; those of accounts, photos and others stand in the same index. */
function toldOf(item: Record<string, unknown>): Told[] {
  const told = Told.safeParse(item);
  return told.success ? [told.data] : [];
}
