import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { newId } from './identifiers.ts';
import { shardOf } from './table/shard.ts';
import { present, type Table, type Write } from './table/table.ts';
import {
  aggregateKey,
  auditPrefix,
  entriesAbout,
  entriesBy,
  entriesOfDay,
  entriesOfUnit,
  entryPrefix,
  entryShards,
  type NewEntry,
} from './timeline.ts';

/** The write that appends an entry; belongs into the transaction of the change. */
export function append(table: Table, entry: NewEntry, id = newId(new Date(entry.at))): Write {
  return {
    operation: {
      Put: {
        TableName: table.name,
        Item: itemOf(entry, id, entryPrefix),
        ConditionExpression: 'attribute_not_exists(PK)',
      },
    },
    refused: () => new Error(`timeline entry ${id} exists already`),
  };
}

/**
 * Records what changes nothing and must be known all the same: a look at somebody's data, an attempt that was
 * refused. It is sealed and found like every entry, but is no part of the timeline and no event.
 */
export async function record(table: Table, entry: NewEntry): Promise<void> {
  const id = newId(new Date(entry.at));
  await table.db.send(new PutCommand({ TableName: table.name, Item: itemOf(entry, id, auditPrefix) }));
}

function itemOf(entry: NewEntry, id: string, prefix: string): Record<string, unknown> {
  const { aggregate, actor, at, about } = entry;
  const sort = `${at}#${id}`;
  return present({
    PK: aggregateKey(aggregate.type, aggregate.id),
    SK: `${prefix}${id}`,
    GSI5PK: entriesOfDay(at.slice(0, 10), shardOf(aggregate.id, entryShards)),
    GSI5SK: sort,
    ...(actor.accountId !== null && { GSI1PK: entriesBy(actor.accountId), GSI1SK: sort }),
    ...(actor.unit !== null && { GSI2PK: entriesOfUnit(actor.unit, at.slice(0, 7)), GSI2SK: sort }),
    ...(typeof about === 'string' && { GSI8PK: entriesAbout(about), GSI8SK: sort }),
    ...entry,
    id,
  });
}
