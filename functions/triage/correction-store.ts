import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { reportKey } from '../../shared/report.ts';
import { monthsBetween } from '../../shared/table/lists.ts';
import type { Table } from '../../shared/table/table.ts';
import { Correction, ReadReport } from './correction.ts';

const partition = (month: string) => `TRIAGE-CORRECTIONS#${month}`;

/** What people said of reports that the machine had read, by month; and the reports that it is of. */
export class CorrectionStore {
  readonly table: Table;

  constructor(table: Table) {
    this.table = table;
  }

  async report(id: string): Promise<ReadReport | null> {
    const { Item } = await this.table.db.send(
      new GetCommand({ TableName: this.table.name, Key: reportKey(id), ConsistentRead: true }),
    );
    return Item ? ReadReport.parse(Item) : null;
  }

  /** Keeps it, unless a later one on the same report is there already. May be called again. */
  async keep(correction: Correction): Promise<void> {
    try {
      await this.table.db.send(
        new PutCommand({
          TableName: this.table.name,
          Item: {
            PK: partition(correction.at.slice(0, 7)),
            SK: `REPORT#${correction.reportId}`,
            ...correction,
          },
          ConditionExpression: 'attribute_not_exists(PK) OR #at < :at',
          ExpressionAttributeNames: { '#at': 'at' },
          ExpressionAttributeValues: { ':at': correction.at },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }

  /** All from one month to another (`2026-11`), both included. About half a read unit for 20. */
  async between(from: string, to: string): Promise<Correction[]> {
    const found: Correction[] = [];
    for (const month of monthsBetween(from, to)) {
      let start: Record<string, unknown> | undefined;
      do {
        const { Items = [], LastEvaluatedKey } = await this.table.db.send(
          new QueryCommand({
            TableName: this.table.name,
            KeyConditionExpression: 'PK = :pk',
            ExpressionAttributeValues: { ':pk': partition(month) },
            ExclusiveStartKey: start,
          }),
        );
        found.push(...Items.map((item) => Correction.parse(item)));
        start = LastEvaluatedKey;
      } while (start !== undefined);
    }
    return found;
  }
}
