import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import { openTable, type Table } from '../../../shared/table/table.ts';
// Says where AWS is.
import '../../city-under-test.ts';

/**
 * A table for the tests of one file, made before them and deleted behind them. What a city's documents and posts are
 * decides about all that is done in it, so that tests of them have none in common.
 */
export function ownTable(name: string, indexes: readonly string[] = ['GSI1', 'GSI2', 'GSI3']): Table {
  const table = openTable(`city-${name}-${randomUUID()}`);
  const keys = [['PK', 'SK'], ...indexes.map((index) => [`${index}PK`, `${index}SK`])];
  const schemaOf = ([hash, range]: string[]) => [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ];
  beforeAll(async () => {
    await table.db.send(
      new CreateTableCommand({
        TableName: table.name,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: keys.flat().map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: schemaOf(keys[0] ?? []),
        GlobalSecondaryIndexes: indexes.map((IndexName, index) => ({
          IndexName,
          KeySchema: schemaOf(keys[index + 1] ?? []),
          Projection: { ProjectionType: 'ALL' },
        })),
      }),
    );
  });
  afterAll(() => table.db.send(new DeleteTableCommand({ TableName: table.name })));
  return table;
}
