import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Time } from '../identifiers.ts';
import type { Table } from '../table/table.ts';
import { Boundaries } from './boundaries.ts';

/** What an admin decides about the city: versioned documents, each replaced as a whole. */
export type DocumentName =
  | 'units'
  | 'categories'
  | 'routing'
  | 'boundaries'
  | 'posts'
  | 'calendar'
  | 'notices'
  | 'deadlines'
  | 'triage'
  | 'triage-model';

/** Boundaries are too large for an item: their document says where they lie. */
export const BoundariesDocument = z.strictObject({
  objectKey: z.string(),
  /** The communes that they are of. */
  units: z.array(z.string()),
});

/** Posts are too many for an item: each is an item of its own, under the version that this document has. */
export const PostsDocument = z.strictObject({ posts: z.number().int() });

export const documentKey = (name: DocumentName, version?: number) => ({
  PK: `CITY#${name.toUpperCase()}`,
  SK: version === undefined ? 'CURRENT' : `VERSION#${String(version).padStart(8, '0')}`,
});

export interface CityDocument<T> {
  version: number;
  changedAt: string;
  body: T;
}

const Head = z.object({ version: z.number().int(), changedAt: Time });

/** The current version of a document; null when none was imported yet. Half a read unit for each 4 kB. */
export async function readDocument<S extends z.ZodType>(
  table: Table,
  name: DocumentName,
  body: S,
): Promise<CityDocument<z.output<S>> | null> {
  const { Item } = await table.db.send(new GetCommand({ TableName: table.name, Key: documentKey(name) }));
  return Item ? { ...Head.parse(Item), body: body.parse(Item.body) } : null;
}

/** The content that a document had in one of its versions, which never changes; null when there is none. */
export async function readVersion<S extends z.ZodType>(
  table: Table,
  name: DocumentName,
  version: number,
  body: S,
): Promise<z.output<S> | null> {
  const Key = documentKey(name, version);
  const { Item } = await table.db.send(new GetCommand({ TableName: table.name, Key }));
  return Item ? body.parse(Item.body) : null;
}

/** How long a function goes on with what it has read: a change holds everywhere within this time. */
const freshForMilliseconds = 15_000;

/** `read`, but at most once in 15 seconds for each function instance, so that no request adds to one hot key. */
export function remembered<T>(read: () => Promise<T>): () => Promise<T> {
  let kept: { at: number; value: Promise<T> } | undefined;
  return () => {
    if (kept === undefined || Date.now() - kept.at > freshForMilliseconds) {
      const value = read();
      kept = { at: Date.now(), value };
      // What is not there (yet) is asked for again, as is what could not be read.
      value.then(
        (found) => found === null && (kept = undefined),
        () => (kept = undefined),
      );
    }
    return kept.value;
  };
}

/** The boundaries in force, loaded again only when their version changed; null when none were imported. */
export function boundariesReader(
  table: Table,
  s3: S3Client,
  bucket: string,
): () => Promise<Boundaries | null> {
  let loaded: Boundaries | undefined;
  return async () => {
    const document = await readDocument(table, 'boundaries', BoundariesDocument);
    if (document === null) return null;
    if (loaded?.version !== document.version) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: document.body.objectKey }));
      loaded = Boundaries.parse(JSON.parse((await Body?.transformToString()) ?? ''));
    }
    return loaded;
  };
}
