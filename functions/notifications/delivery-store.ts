import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { deliveriesPartition } from '../../shared/inbox-record.ts';
import { readList } from '../../shared/table/lists.ts';
import { shardOf } from '../../shared/table/shard.ts';
import { difference, present, type Table, transact, type Write } from '../../shared/table/table.ts';
import { Delivery, hourOf, isPending } from './delivery.ts';

/** Shards of what waits to go out of the city. */
const dueShards = 4;
const duePartition = (shard: number) => `DELIVERIES-DUE#${shard}`;

export type DeliveryKey = Pick<Delivery, 'accountId' | 'noticeId'>;
const keyOf = ({ accountId, noticeId }: DeliveryKey) => ({
  PK: deliveriesPartition(accountId),
  SK: noticeId,
});

/** What is pending stands in the due index; what is over does not. */
const indexOf = (delivery: Delivery) =>
  isPending(delivery)
    ? {
        GSI3PK: duePartition(shardOf(delivery.accountId, dueShards)),
        GSI3SK: `${delivery.dueAt}#${delivery.accountId}#${delivery.noticeId}`,
      }
    : { GSI3PK: null, GSI3SK: null };

class Taken extends Error {}
class Capped extends Error {}
const daySeconds = 86_400;
const seconds = (at: Date) => Math.floor(at.getTime() / 1000);

/** Notices on their way out of the city. Every step is a conditional write: two workers never take the same one. */
export class DeliveryStore {
  readonly table: Table;
  private readonly keptDays: number;

  constructor(table: Table, keptDays: number) {
    this.table = table;
    this.keptDays = keptDays;
  }

  /** Writes a new one; one that is there already stays as it is. Gives what stands there now. */
  async create(delivery: Delivery): Promise<Delivery> {
    try {
      await this.table.db.send(
        new PutCommand({
          TableName: this.table.name,
          Item: present({ ...keyOf(delivery), ...delivery, ...indexOf(delivery), ttl: this.ttlOf(delivery) }),
          ConditionExpression: 'attribute_not_exists(PK)',
        }),
      );
      return delivery;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return (await this.find(delivery)) ?? delivery;
    }
  }

  /** Read consistently; null when there is none. */
  async find(key: DeliveryKey): Promise<Delivery | null> {
    const { Item } = await this.table.db.send(
      new GetCommand({ TableName: this.table.name, Key: keyOf(key), ConsistentRead: true }),
    );
    return Item ? Delivery.parse(Item) : null;
  }

  /**
   * Takes a queued one for an attempt, and where `cap` is given one of its hour's places: before anything is sent.
   * `taken` when somebody else was faster, `capped` when the hour has no place left; nothing is written then.
   */
  async claim(
    before: Delivery,
    after: Delivery,
    cap: { now: Date; perHour: number } | null,
  ): Promise<'claimed' | 'taken' | 'capped'> {
    try {
      await transact(this.table, [
        this.update(before, after),
        ...(cap === null ? [] : [this.placeOf(before.accountId, cap)]),
      ]);
      return 'claimed';
    } catch (error) {
      if (error instanceof Taken) return 'taken';
      if (error instanceof Capped) return 'capped';
      throw error;
    }
  }

  /** Writes what became of one, if it still is as it was read. False when it is not. */
  async change(before: Delivery, after: Delivery): Promise<boolean> {
    return (await this.claim(before, after, null)) === 'claimed';
  }

  /**
   * Counts one in its hour's summary instead of sending it. False when it was taken meanwhile, or the summary has
   * gone already.
   */
  async sumUp(before: Delivery, after: Delivery, summary: Delivery): Promise<boolean> {
    try {
      await transact(this.table, [this.update(before, after), this.counting(summary)]);
      return true;
    } catch (error) {
      if (error instanceof Taken) return false;
      throw error;
    }
  }

  /** The receiver's device has said that it came. */
  async arrived(accountId: string, noticeId: string): Promise<void> {
    try {
      await this.table.db.send(
        new UpdateCommand({
          TableName: this.table.name,
          Key: keyOf({ accountId, noticeId }),
          UpdateExpression: 'SET #state = :delivered',
          ConditionExpression: '#state IN (:sent, :unknown) AND #channel = :push',
          ExpressionAttributeNames: { '#state': 'state', '#channel': 'channel' },
          ExpressionAttributeValues: {
            ':delivered': 'delivered',
            ':sent': 'sent',
            ':unknown': 'unknown',
            ':push': 'push',
          },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }

  /** Pending ones that were due at a time, the oldest first. */
  async due(
    until: Date,
    paging: { after: string | undefined; limit: number },
  ): Promise<{ deliveries: Delivery[]; next: string | null }> {
    const to = `${until.toISOString()}#~`;
    const { items, next } = await readList(this.table, {
      index: 'GSI3',
      steps: [Array.from({ length: dueShards }, (_, shard) => ({ partition: duePartition(shard), to }))],
      direction: 'ascending',
      ...paging,
    });
    return { deliveries: items.map((item) => Delivery.parse(item)), next };
  }

  private ttlOf({ createdAt }: Delivery): number {
    return seconds(new Date(createdAt)) + this.keptDays * daySeconds;
  }

  private update(before: Delivery, after: Delivery): Write {
    const { UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues } = difference(
      { ...before, ...indexOf(before) },
      { ...after, ...indexOf(after) },
    );
    // Whoever claimed it may still say what came of it after somebody else gave the attempt up for unknown.
    const claimed = before.state === 'claimed';
    return {
      operation: {
        Update: {
          TableName: this.table.name,
          Key: keyOf(after),
          UpdateExpression,
          ConditionExpression: claimed
            ? '#claim = :claim AND (#state = :claimed OR #state = :unknown)'
            : '#state = :state AND #due = :due',
          ExpressionAttributeNames: {
            ...ExpressionAttributeNames,
            '#state': 'state',
            ...(claimed ? { '#claim': 'claim' } : { '#due': 'dueAt' }),
          },
          ExpressionAttributeValues: {
            ...ExpressionAttributeValues,
            ...(claimed
              ? { ':claim': before.claim, ':claimed': 'claimed', ':unknown': 'unknown' }
              : { ':state': before.state, ':due': before.dueAt }),
          },
        },
      },
      refused: () => new Taken(),
    };
  }

  /** Counts one notice among those of a person's hour, unless these are as many as may be. */
  private placeOf(accountId: string, { now, perHour }: { now: Date; perHour: number }): Write {
    return {
      operation: {
        Update: {
          TableName: this.table.name,
          Key: { PK: deliveriesPartition(accountId), SK: `HOUR#${hourOf(now)}` },
          UpdateExpression: 'SET #ttl = :ttl ADD #count :one',
          ConditionExpression: 'attribute_not_exists(#count) OR #count < :cap',
          ExpressionAttributeNames: { '#ttl': 'ttl', '#count': 'count' },
          ExpressionAttributeValues: { ':ttl': seconds(now) + daySeconds, ':one': 1, ':cap': perHour },
        },
      },
      refused: () => new Capped(),
    };
  }

  private counting(summary: Delivery): Write {
    const item = { ...summary, count: null, ...indexOf(summary), ttl: this.ttlOf(summary) };
    const entries = Object.entries(present(item));
    return {
      operation: {
        Update: {
          TableName: this.table.name,
          Key: keyOf(summary),
          UpdateExpression: `SET ${entries.map((_, index) => `#f${index} = if_not_exists(#f${index}, :f${index})`).join(', ')} ADD #count :one`,
          ConditionExpression: 'attribute_not_exists(PK) OR #state = :queued',
          ExpressionAttributeNames: {
            ...Object.fromEntries(entries.map(([name], index) => [`#f${index}`, name])),
            '#count': 'count',
            '#state': 'state',
          },
          ExpressionAttributeValues: {
            ...Object.fromEntries(entries.map(([, value], index) => [`:f${index}`, value])),
            ':one': 1,
            ':queued': 'queued',
          },
        },
      },
      refused: () => new Taken(),
    };
  }
}
