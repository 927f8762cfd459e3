import { DeleteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Table } from '../../shared/table/table.ts';
import { aggregateKey } from '../../shared/timeline.ts';
import { Wait } from './acceptance.ts';

const StoredWait = Wait.extend({ taskToken: z.string() });
export type StoredWait = z.infer<typeof StoredWait>;

const prefix = 'WAIT#';
const keyOf = ({ reportId, clockVersion }: Wait) => ({
  PK: aggregateKey('report', reportId),
  SK: `${prefix}${clockVersion}`,
});

/** The tokens by which waiting executions are told to go on; they stand beside their report. */
export class WaitStore {
  readonly table: Table;

  constructor(table: Table) {
    this.table = table;
  }

  async keep(wait: StoredWait): Promise<void> {
    await this.table.db.send(
      new PutCommand({ TableName: this.table.name, Item: { ...keyOf(wait), ...wait } }),
    );
  }

  /** The executions that wait for this report: one, or two for a moment after it moved on. */
  async of(reportId: string): Promise<StoredWait[]> {
    const { Items = [] } = await this.table.db.send(
      new QueryCommand({
        TableName: this.table.name,
        KeyConditionExpression: 'PK = :pk AND begins_with(SK, :prefix)',
        ExpressionAttributeValues: { ':pk': aggregateKey('report', reportId), ':prefix': prefix },
        ConsistentRead: true,
      }),
    );
    return Items.map((item) => StoredWait.parse(item));
  }

  async forget(wait: Wait): Promise<void> {
    await this.table.db.send(new DeleteCommand({ TableName: this.table.name, Key: keyOf(wait) }));
  }
}
