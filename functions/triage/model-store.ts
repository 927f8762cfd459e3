import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { replaceDocument } from '../../shared/city/document-store.ts';
import { type CityDocument, readDocument } from '../../shared/city/documents.ts';
import { Time } from '../../shared/identifiers.ts';
import type { Table } from '../../shared/table/table.ts';
import { ActiveModel } from '../../shared/triage/active-model.ts';
import type { ModelFile } from '../../shared/triage/model.ts';
import { Comparison } from './comparison.ts';

const partition = 'TRIAGE-MODELS';

/** A model that a job has trained, and how it compares with the one that was active then. */
export const TrainedModel = z.object({
  version: z.string(),
  trainedAt: Time,
  examples: z.number().int(),
  corrections: z.number().int(),
  /** The model that it was compared with. */
  comparedWith: z.string(),
  comparison: Comparison,
});
export type TrainedModel = z.infer<typeof TrainedModel>;

const Stored = TrainedModel.extend({ objectKey: z.string() });

/** The models that were proposed, and which one reads reports. None is ever deleted: each decision leads to its model. */
export class ModelStore {
  readonly table: Table;
  private readonly s3: S3Client;
  private readonly bucket: string;

  constructor(table: Table, s3: S3Client, bucket: string) {
    this.table = table;
    this.s3 = s3;
    this.bucket = bucket;
  }

  /** Lays down a model, then that it is there. The same one again changes nothing. */
  async propose(file: ModelFile, trained: TrainedModel): Promise<void> {
    const objectKey = `triage/models/${trained.version}.json`;
    await this.s3.send(
      new PutObjectCommand({
        Bucket: this.bucket,
        Key: objectKey,
        Body: JSON.stringify(file),
        ContentType: 'application/json',
      }),
    );
    await this.table.db.send(
      new PutCommand({
        TableName: this.table.name,
        Item: { PK: partition, SK: trained.version, ...trained, objectKey },
      }),
    );
  }

  /** Where a proposed model lies; null when there is none of that version. */
  async objectKeyOf(version: string): Promise<string | null> {
    const Key = { PK: partition, SK: version };
    const { Item } = await this.table.db.send(new GetCommand({ TableName: this.table.name, Key }));
    return Item ? Stored.parse(Item).objectKey : null;
  }

  /** All that were proposed: one a week at most. */
  async all(): Promise<TrainedModel[]> {
    const { Items = [] } = await this.table.db.send(
      new QueryCommand({
        TableName: this.table.name,
        KeyConditionExpression: 'PK = :pk',
        ExpressionAttributeValues: { ':pk': partition },
      }),
    );
    return Items.map((item) => TrainedModel.parse(item));
  }

  active(): Promise<CityDocument<ActiveModel> | null> {
    return readDocument(this.table, 'triage-model', ActiveModel);
  }

  /** Lets a model read reports from now on; null for the one that comes with the code. */
  async activate(
    current: CityDocument<ActiveModel> | null,
    model: { version: string; objectKey: string } | null,
    now: Date,
  ): Promise<void> {
    await replaceDocument(this.table, 'triage-model', current, { model }, now);
  }
}
