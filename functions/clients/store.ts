import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { clientKey, clientsPartition, MachineClient } from '../../shared/client-record.ts';
import { DomainError, errors } from '../../shared/errors.ts';
import { readList } from '../../shared/table/lists.ts';
import { difference, present, type Table, transact, type Write } from '../../shared/table/table.ts';
import { append } from '../../shared/timeline-store.ts';
import type { NewEntry } from '../../shared/timeline.ts';

/** Machine clients in the table; each change is one transaction with its entry. */
export class ClientStore {
  readonly table: Table;

  constructor(table: Table) {
    this.table = table;
  }

  async find(id: string): Promise<MachineClient | null> {
    const { Item } = await this.table.db.send(
      new GetCommand({ TableName: this.table.name, Key: clientKey(id), ConsistentRead: true }),
    );
    return Item ? MachineClient.parse(Item) : null;
  }

  async list(paging: {
    after: string | undefined;
    limit: number;
  }): Promise<{ clients: MachineClient[]; next: string | null }> {
    const { items, next } = await readList(this.table, {
      index: 'GSI1',
      steps: [[{ partition: clientsPartition }]],
      direction: 'ascending',
      ...paging,
    });
    return { clients: items.map((item) => MachineClient.parse(item)), next };
  }

  async create(client: MachineClient, entry: NewEntry, remember: Write): Promise<void> {
    await transact(this.table, [
      remember,
      {
        operation: {
          Put: {
            TableName: this.table.name,
            Item: present({
              ...clientKey(client.id),
              ...client,
              GSI1PK: clientsPartition,
              GSI1SK: client.id,
            }),
            ConditionExpression: 'attribute_not_exists(PK)',
          },
        },
        refused: () => new Error(`client ${client.id} exists already`),
      },
      append(this.table, entry),
    ]);
  }

  /** Writes a change, if nobody changed the client since it was read: 412 otherwise. */
  async save(
    before: MachineClient,
    after: MachineClient,
    entry: NewEntry,
    others: readonly Write[] = [],
  ): Promise<void> {
    const { UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues } = difference(
      before,
      after,
    );
    await transact(this.table, [
      ...others,
      {
        operation: {
          Update: {
            TableName: this.table.name,
            Key: clientKey(after.id),
            UpdateExpression,
            ConditionExpression: '#v = :v',
            ExpressionAttributeNames: { ...ExpressionAttributeNames, '#v': 'version' },
            ExpressionAttributeValues: { ...ExpressionAttributeValues, ':v': before.version },
          },
        },
        refused: () => new DomainError(errors.changedMeanwhile),
      },
      append(this.table, entry),
    ]);
  }
}
