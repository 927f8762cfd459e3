import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { CityFunction } from './city-function.ts';

type TableAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'ConditionCheckItem'
  | 'BatchWriteItem';

/** The indexes are generic: GSI1 to GSI8, each with the keys GSI<n>PK and GSI<n>SK. */
export const indexNames = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `GSI${number}`);

/** Allows a function these actions on the table's items, and to query these of its indexes. Nobody may scan. */
export function allowTable(
  fn: CityFunction,
  table: TableV2,
  actions: readonly TableAction[],
  indexes: readonly string[] = [],
): void {
  fn.addEnvironment('TABLE_NAME', table.tableName);
  if (actions.length > 0)
    fn.may(
      actions.map((action) => `dynamodb:${action}`),
      table.tableArn,
    );
  if (indexes.length > 0) {
    fn.may(['dynamodb:Query'], ...indexes.map((index) => `${table.tableArn}/index/${index}`));
  }
}
