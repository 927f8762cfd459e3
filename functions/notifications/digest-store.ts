import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Table } from '../../shared/table/table.ts';
import { Figures, QueuedReport } from './digest.ts';

const Done = z.object({ unit: z.string(), figures: Figures });

/** How long it is kept which units a day's digests were made for: a week and some days, for the weekly one. */
const keptSeconds = 30 * 86_400;

/** What digests are made from, and how far a day's are made. */
export class DigestStore {
  readonly table: Table;

  constructor(table: Table) {
    this.table = table;
  }

  /** All open reports of a unit, page by page of its queue: about one read unit for six of them. */
  async *queue(unit: string): AsyncGenerator<QueuedReport> {
    let start: Record<string, unknown> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await this.table.db.send(
        new QueryCommand({
          TableName: this.table.name,
          IndexName: 'GSI2',
          KeyConditionExpression: 'GSI2PK = :pk',
          ExpressionAttributeValues: { ':pk': `QUEUE#${unit}` },
          ProjectionExpression: 'id, assignee, #status, dueAt, pausedAt, escalationLevel',
          ExpressionAttributeNames: { '#status': 'status' },
          ExclusiveStartKey: start,
        }),
      );
      for (const item of Items) yield QueuedReport.parse(item);
      start = LastEvaluatedKey;
    } while (start !== undefined);
  }

  /** The units that a day's digests were made for, with the figures they said. */
  async done(day: string): Promise<Map<string, Figures>> {
    const { Items = [] } = await this.table.db.send(
      new QueryCommand({
        TableName: this.table.name,
        KeyConditionExpression: 'PK = :pk',
        ExpressionAttributeValues: { ':pk': partition(day) },
        ConsistentRead: true,
      }),
    );
    return new Map(Items.map((item) => Done.parse(item)).map(({ unit, figures }) => [unit, figures]));
  }

  async markDone(day: string, unit: string, figures: Figures, now: Date): Promise<void> {
    await this.table.db.send(
      new PutCommand({
        TableName: this.table.name,
        Item: {
          PK: partition(day),
          SK: `UNIT#${unit}`,
          unit,
          figures,
          ttl: Math.floor(now.getTime() / 1000) + keptSeconds,
        },
      }),
    );
  }
}

const partition = (day: string) => `DIGESTS#${day}`;
