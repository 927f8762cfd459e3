import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { system } from '../../shared/access/actor.ts';
import { Photo, photoKey } from '../../shared/photo-record.ts';
import { readList } from '../../shared/table/lists.ts';
import { difference, type Table, transact } from '../../shared/table/table.ts';
import { actorOf } from '../../shared/timeline.ts';
import { append } from '../../shared/timeline-store.ts';
import type { Picture } from './image.ts';
import { orphanKeys, orphanPartitions, type Refusal } from './photo.ts';

/** Thrown when a report took the photo meanwhile: look again. */
class TakenMeanwhile extends Error {}

/** Photos in the table. A state that is final stays: whatever is heard twice changes nothing. */
export class PhotoStore {
  readonly table: Table;

  constructor(table: Table) {
    this.table = table;
  }

  async create(photo: Photo, expiresAt: Date): Promise<void> {
    await this.table.db.send(
      new PutCommand({
        TableName: this.table.name,
        Item: { ...photoKey(photo.id), ...photo, ...orphanKeys(photo.id, expiresAt) },
        ConditionExpression: 'attribute_not_exists(PK)',
      }),
    );
  }

  async find(id: string): Promise<Photo | null> {
    const { Item } = await this.table.db.send(
      new GetCommand({ TableName: this.table.name, Key: photoKey(id), ConsistentRead: true }),
    );
    return Item ? Photo.parse(Item) : null;
  }

  /** The upload has come: from now on a report may take the photo. */
  markChecking(id: string): Promise<boolean> {
    return this.update(id, { state: 'checking' }, ['awaiting']);
  }

  markReady(id: string, { width, height, hash, takenAt, takenLocation }: Picture): Promise<boolean> {
    return this.update(id, { state: 'ready', width, height, hash, takenAt, takenLocation }, [
      'awaiting',
      'checking',
    ]);
  }

  /** Refuses a photo. When a report has taken it, its timeline entry is written with it, so that its sender learns it. */
  async markRefused(id: string, reason: Refusal, now: Date): Promise<void> {
    for (;;) {
      const photo = await this.find(id);
      if (photo === null || photo.state === 'ready' || photo.state === 'refused') return;
      const reportId = photo.reportId ?? null;
      try {
        await this.refuse(photo, reason, reportId, now);
        return;
      } catch (error) {
        if (!(error instanceof TakenMeanwhile)) throw error;
      }
    }
  }

  private async refuse(photo: Photo, reason: Refusal, reportId: string | null, now: Date): Promise<void> {
    const update = difference({}, { state: 'refused', reason });
    await transact(this.table, [
      {
        operation: {
          Update: {
            TableName: this.table.name,
            Key: photoKey(photo.id),
            ...update,
            ConditionExpression: `#state = :was AND ${reportId === null ? 'attribute_not_exists(reportId)' : 'reportId = :report'}`,
            ExpressionAttributeNames: { ...update.ExpressionAttributeNames, '#state': 'state' },
            ExpressionAttributeValues: {
              ...update.ExpressionAttributeValues,
              ':was': photo.state,
              ...(reportId !== null && { ':report': reportId }),
            },
          },
        },
        refused: () => new TakenMeanwhile(),
      },
      ...(reportId === null
        ? []
        : [
            append(this.table, {
              type: 'photo.refused',
              at: now.toISOString(),
              aggregate: { type: 'photo', id: photo.id, version: 1 },
              actor: actorOf(system),
              audience: 'parties',
              note: null,
              noteAudience: 'parties',
              data: { reason, ownerId: photo.ownerId, reportId },
            }),
          ]),
    ]);
  }

  /** Photos that no report took until `now`, the oldest first. */
  async orphans(
    now: Date,
    after: string | undefined,
    limit: number,
  ): Promise<{ ids: string[]; next: string | null }> {
    const to = `${now.toISOString()}#~`;
    const { items, next } = await readList(this.table, {
      index: 'GSI3',
      steps: [orphanPartitions.map((partition) => ({ partition, to }))],
      direction: 'ascending',
      after,
      limit,
    });
    return { ids: items.map((item) => Photo.parse(item).id), next };
  }

  /** Closes an orphan to reports, before it is deleted. False when a report took it at the last moment. */
  async closeOrphan(id: string): Promise<boolean> {
    const reason: Refusal = 'expired';
    return this.update(id, { state: 'refused', reason }, ['awaiting', 'checking', 'ready', 'refused'], true);
  }

  async remove(id: string): Promise<void> {
    await this.table.db.send(
      new DeleteCommand({
        TableName: this.table.name,
        Key: photoKey(id),
        ConditionExpression: 'attribute_not_exists(reportId)',
      }),
    );
  }

  private async update(
    id: string,
    set: Partial<Photo>,
    from: readonly Photo['state'][],
    untaken = false,
  ): Promise<boolean> {
    const update = difference({}, set);
    const states = Object.fromEntries(from.map((state, index) => [`:from${index}`, state]));
    try {
      await this.table.db.send(
        new UpdateCommand({
          TableName: this.table.name,
          Key: photoKey(id),
          ...update,
          ConditionExpression: `#state IN (${Object.keys(states).join(', ')})${untaken ? ' AND attribute_not_exists(reportId)' : ''}`,
          ExpressionAttributeNames: { ...update.ExpressionAttributeNames, '#state': 'state' },
          ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ...states },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}
