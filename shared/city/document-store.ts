import { DomainError, errors } from '../errors.ts';
import { type Table, transact, type Write } from '../table/table.ts';
import { type CityDocument, documentKey, type DocumentName } from './documents.ts';

const refused = () => new DomainError(errors.changedMeanwhile);

/**
 * The writes that put a new version of a document in force, with its place in the history. A 412 when somebody else
 * changed the document meanwhile. The version is the next one where none is given.
 */
export function replacement(
  table: Table,
  name: DocumentName,
  current: CityDocument<unknown> | null,
  body: unknown,
  now: Date,
  version = (current?.version ?? 0) + 1,
): Write[] {
  const item = { version, changedAt: now.toISOString(), body };
  return [
    {
      operation: {
        Put: { TableName: table.name, Item: { ...documentKey(name), ...item }, ...asRead(current) },
      },
      refused,
    },
    {
      operation: {
        Put: {
          TableName: table.name,
          Item: { ...documentKey(name, version), ...item },
          ConditionExpression: 'attribute_not_exists(PK)',
        },
      },
      refused,
    },
  ];
}

/** A write that changes nothing and refuses a transaction when a document changed since it was read. */
export function unchanged(table: Table, name: DocumentName, current: CityDocument<unknown> | null): Write {
  return {
    operation: {
      ConditionCheck: { TableName: table.name, Key: documentKey(name), ...asRead(current) },
    },
    refused,
  };
}

function asRead(current: CityDocument<unknown> | null) {
  if (current === null) return { ConditionExpression: 'attribute_not_exists(PK)' };
  return {
    ConditionExpression: '#version = :version',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':version': current.version },
  };
}

/** Puts a new version in force by itself; gives its number. */
export async function replaceDocument(
  table: Table,
  name: DocumentName,
  current: CityDocument<unknown> | null,
  body: unknown,
  now: Date,
): Promise<number> {
  await transact(table, replacement(table, name, current, body, now));
  return (current?.version ?? 0) + 1;
}
