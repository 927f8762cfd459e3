import { newId } from './identifiers.ts';
import { shardOf } from './table/shard.ts';
import type { Table, Write } from './table/table.ts';
import { aggregateKey, entriesOfDay, entryPrefix, entryShards, type NewEntry } from './timeline.ts';

/** The write that appends an entry; belongs into the transaction of the change. */
export function append(table: Table, entry: NewEntry, id = newId(new Date(entry.at))): Write {
  return {
    operation: {
      Put: {
        TableName: table.name,
        Item: {
          PK: aggregateKey(entry.aggregate.type, entry.aggregate.id),
          SK: `${entryPrefix}${id}`,
          GSI5PK: entriesOfDay(entry.at.slice(0, 10), shardOf(entry.aggregate.id, entryShards)),
          GSI5SK: `${entry.at}#${id}`,
          ...entry,
          id,
        },
        ConditionExpression: 'attribute_not_exists(PK)',
      },
    },
    refused: () => new Error(`timeline entry ${id} exists already`),
  };
}
