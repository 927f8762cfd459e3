import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type * as z from 'zod';
import { Boundaries } from '../../shared/city/boundaries.ts';
import type { BoundariesDocument } from '../../shared/city/documents.ts';
import { replaceDocument } from '../../shared/city/document-store.ts';
import { type CityDocument, type DocumentName, readDocument } from '../../shared/city/documents.ts';
import type { Table } from '../../shared/table/table.ts';

/** The city's documents: each version is kept, one is in force. */
export class DocumentStore {
  readonly table: Table;
  private readonly s3: S3Client;
  private readonly bucket: string;

  constructor(table: Table, s3: S3Client, bucket: string) {
    this.table = table;
    this.s3 = s3;
    this.bucket = bucket;
  }

  read<S extends z.ZodType>(name: DocumentName, body: S): Promise<CityDocument<z.output<S>> | null> {
    return readDocument(this.table, name, body);
  }

  /** Puts a new version in force; a 412 when somebody else changed the document meanwhile. Gives its number. */
  replace(
    name: DocumentName,
    current: CityDocument<unknown> | null,
    body: unknown,
    now: Date,
  ): Promise<number> {
    return replaceDocument(this.table, name, current, body, now);
  }

  async readAreas(document: z.infer<typeof BoundariesDocument>): Promise<Boundaries['areas']> {
    const { Body } = await this.s3.send(
      new GetObjectCommand({ Bucket: this.bucket, Key: document.objectKey }),
    );
    return Boundaries.parse(JSON.parse((await Body?.transformToString()) ?? '')).areas;
  }

  /** Lays down boundaries where functions will find them, before they are in force. Never over older ones. */
  async writeAreas(objectKey: string, boundaries: Boundaries): Promise<void> {
    await this.s3.send(
      new PutObjectCommand({
        Bucket: this.bucket,
        Key: objectKey,
        Body: JSON.stringify(boundaries),
        ContentType: 'application/json',
      }),
    );
  }
}
