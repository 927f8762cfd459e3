import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { readDocument, remembered } from '../city/documents.ts';
import { logger } from '../telemetry.ts';
import type { Table } from '../table/table.ts';
import { ActiveModel } from './active-model.ts';
import { localModel } from './local-engine.ts';
import { modelOf, type Model } from './model.ts';

/** Reads the active model, loaded again only when it is another one. At most one look in 15 seconds. */
export function activeModelReader(table: Table, s3: S3Client, bucket: string): () => Promise<Model> {
  const read = remembered(() => readDocument(table, 'triage-model', ActiveModel));
  let loaded: Model | undefined;
  let shipped: Model | undefined;
  return async () => {
    const active = (await read())?.body.model ?? null;
    // Unpacked once: every new report asks.
    if (active === null) {
      shipped ??= localModel();
      loaded = shipped;
      return loaded;
    }
    if (loaded?.version !== active.version) {
      try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: active.objectKey }));
        loaded = modelOf(JSON.parse((await Body?.transformToString()) ?? ''));
      } catch (error) {
        // Reports are read all the same: by the model that was, or by the one that is always there.
        logger.error('active model not loaded', { version: active.version, error });
        return loaded ?? localModel();
      }
    }
    return loaded;
  };
}
