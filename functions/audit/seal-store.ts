import {
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { monthsBetween, readList as readPage } from '../../shared/table/lists.ts';
import type { Table } from '../../shared/table/table.ts';
import { entriesOfDay, entryShards } from '../../shared/timeline.ts';
import { Seal, sealEntry, type SealedEntry } from './seal.ts';

const sealKey = (day: string) => `seals/${day.slice(0, 7).replace('-', '/')}/${day}.json`;
const listKey = (day: string) => `entries/${day.slice(0, 7).replace('-', '/')}/${day}.txt`;
const pageSize = 200;

const shardsOf = (day: string) =>
  Array.from({ length: entryShards }, (_, shard) => ({ partition: entriesOfDay(day, shard) }));

/** Seals in the audit bucket, and the entries in the table that they are of. */
export class SealStore {
  readonly table: Table;
  private readonly s3: S3Client;
  private readonly bucket: string;

  constructor(table: Table, s3: S3Client, bucket: string) {
    this.table = table;
    this.s3 = s3;
    this.bucket = bucket;
  }

  async seal(day: string): Promise<Seal | null> {
    const text = await this.read(sealKey(day));
    return text === null ? null : Seal.parse(JSON.parse(text));
  }

  /** The list of a day's entries as it was sealed. */
  async list(day: string): Promise<string | null> {
    return this.read(listKey(day));
  }

  /** The last day that was sealed, looked for from a month back to another; null when none was. */
  async lastSealed(from: string, backTo: string): Promise<string | null> {
    for (const month of monthsBetween(from, backTo)) {
      const last = (await this.daysIn(month)).at(-1);
      if (last !== undefined) return last;
    }
    return null;
  }

  /** Was anything done on that day? At most four reads of one item. */
  async hasEntries(day: string): Promise<boolean> {
    const { items } = await readPage(this.table, {
      index: 'GSI5',
      steps: [shardsOf(day)],
      direction: 'ascending',
      limit: 1,
    });
    return items.length > 0;
  }

  /** The days of a month that were sealed. */
  async daysIn(month: string): Promise<string[]> {
    const { Contents = [] } = await this.s3.send(
      new ListObjectsV2Command({ Bucket: this.bucket, Prefix: `seals/${month.replace('-', '/')}/` }),
    );
    return Contents.map(({ Key }) => /(\d{4}-\d\d-\d\d)\.json$/.exec(Key ?? '')?.[1] ?? '').sort();
  }

  /** Puts a day's list where nobody can change it, and gives the one that is there: another run may have been first. */
  async putList(day: string, list: string): Promise<string> {
    await this.putOnce(listKey(day), list, 'text/plain');
    return (await this.list(day)) ?? list;
  }

  /** Puts a seal, and gives the one that is there. */
  async putSeal(seal: Seal): Promise<Seal> {
    await this.putOnce(sealKey(seal.day), JSON.stringify(seal), 'application/json');
    return (await this.seal(seal.day)) ?? seal;
  }

  /** All entries of a day as they are in the table now; only their hashes are held. */
  async entries(day: string): Promise<SealedEntry[]> {
    const found: SealedEntry[] = [];
    for (let shard = 0; shard < entryShards; shard += 1) {
      let after: string | undefined;
      do {
        const { items, next } = await readPage(this.table, {
          index: 'GSI5',
          steps: [[{ partition: entriesOfDay(day, shard) }]],
          direction: 'ascending',
          after,
          limit: pageSize,
        });
        found.push(...items.map(sealEntry));
        after = next ?? undefined;
      } while (after !== undefined);
    }
    return found;
  }

  private async read(Key: string): Promise<string | null> {
    try {
      const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: this.bucket, Key }));
      return (await Body?.transformToString()) ?? '';
    } catch (error) {
      if (error instanceof NoSuchKey) return null;
      throw error;
    }
  }

  private async putOnce(Key: string, Body: string, ContentType: string): Promise<void> {
    try {
      await this.s3.send(
        new PutObjectCommand({ Bucket: this.bucket, Key, Body, ContentType, IfNoneMatch: '*' }),
      );
    } catch (error) {
      // It was sealed meanwhile, by this job's other run.
      if (!(error instanceof Error && error.name === 'PreconditionFailed')) throw error;
    }
  }
}
