import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { DomainError, errors } from '../../shared/errors.ts';
import { newCode } from '../../shared/identifiers.ts';
import { type Creation, rememberCreated } from '../../shared/idempotency.ts';
import { followerItem, followersPartition } from '../../shared/inbox-record.ts';
import { Photo, takePhoto } from '../../shared/photo-record.ts';
import { reportKey } from '../../shared/report.ts';
import { difference, present, type Table, transact, type Write } from '../../shared/table/table.ts';
import { append } from '../../shared/timeline-store.ts';
import { type NewEntry } from '../../shared/timeline.ts';
import { reportErrors } from './errors.ts';
import { indexKeys } from './keys.ts';
import { type Change, Report } from './report.ts';

const codeKey = (code: string) => ({ PK: `CODE#${code}`, SK: 'CODE' });

/** Thrown when the random code exists already: make another one. */
class CodeTaken extends Error {}

/** Thrown inside when a step of the clock was taken already, or a decision came first. */
class Overtaken extends Error {}

/**
 * Thrown when nobody decided anything, but a report's clock has gone on since it was read: it took a step, or was set
 * anew by what the machine found out. Whoever decides reads it again and decides the same.
 */
export class ClockMoved extends DomainError {
  constructor() {
    super(errors.changedMeanwhile);
  }
}

/**
 * Holds while a report stands as it was read: nobody has decided anything, and its clock has taken no step. A decision
 * and a step are each made of all that the other changes, so that of two that cross one looks again.
 */
function asRead({ version, clockVersion, nextDueAt }: Report) {
  return {
    condition: `#version = :version AND #clock = :clock AND ${nextDueAt === null ? 'attribute_not_exists(#next)' : '#next = :next'}`,
    names: { '#version': 'version', '#clock': 'clockVersion', '#next': 'nextDueAt' },
    values: {
      ':version': version,
      ':clock': clockVersion,
      ...(nextDueAt !== null && { ':next': nextDueAt }),
    },
  };
}

/** Reports in the table. Every change is one transaction with its timeline entry. */
export class ReportStore {
  readonly table: Table;

  constructor(table: Table) {
    this.table = table;
  }

  /** A report by its id, read consistently; null when there is none. */
  async find(id: string): Promise<Report | null> {
    const { Item } = await this.table.db.send(
      new GetCommand({ TableName: this.table.name, Key: reportKey(id), ConsistentRead: true }),
    );
    return Item ? Report.parse(Item) : null;
  }

  /** The id of the report that people call by this code; null when there is none. */
  async findByCode(code: string): Promise<Report | null> {
    const { Item } = await this.table.db.send(
      new GetCommand({ TableName: this.table.name, Key: codeKey(code) }),
    );
    return typeof Item?.reportId === 'string' ? this.find(Item.reportId) : null;
  }

  /**
   * Writes a new report, its code, its first entry, its idempotency record, and takes its photos: all or nothing.
   * Throws CreatedMeanwhile when the same creation was written meanwhile, and a 409 or 422 naming a photo that
   * cannot be taken.
   */
  async create(make: (code: string) => Change, creation: Creation, now: Date, days: number): Promise<Report> {
    for (;;) {
      const { report, entry, takes } = make(newCode());
      try {
        await transact(this.table, [
          rememberCreated(this.table, creation, report.id, now, days),
          {
            operation: {
              Put: {
                TableName: this.table.name,
                Item: { ...codeKey(report.code), reportId: report.id },
                ConditionExpression: 'attribute_not_exists(PK)',
              },
            },
            refused: () => new CodeTaken(),
          },
          {
            operation: {
              Put: {
                TableName: this.table.name,
                Item: present({ ...reportKey(report.id), ...report, ...indexKeys(report) }),
                ConditionExpression: 'attribute_not_exists(PK)',
              },
            },
            refused: () => new Error(`report ${report.id} exists already`),
          },
          append(this.table, entry),
          ...this.takings(takes, report.reporterId, report.id),
        ]);
        return report;
      } catch (error) {
        if (!(error instanceof CodeTaken)) throw error;
      }
    }
  }

  /**
   * Writes a decision on a report, if nobody decided anything since `before` was read: 412 otherwise; ClockMoved where
   * only its clock was set anew. Photos taken with it must be the actor's own.
   */
  async save(before: Report, { report, entry, takes, joins }: Change): Promise<void> {
    await transact(this.table, [
      this.update(before, report, {
        ...asRead(before),
        refused: (found) => {
          if (found === null) return new DomainError(errors.notFound);
          return found.version === before.version
            ? new ClockMoved()
            : new DomainError(errors.changedMeanwhile);
        },
      }),
      append(this.table, entry),
      ...this.takings(takes, entry.actor.accountId ?? '', report.id),
      ...(joins
        ? [this.demand(joins.before, joins.after), this.follow(joins.after.id, joins.follower, entry.at)]
        : []),
    ]);
  }

  /**
   * Writes that one more person is affected by a report, who follows it from now on. False where they do already.
   * Throws ClockMoved where somebody else did the same at this moment.
   */
  async support(before: Report, { report, entry }: Change, accountId: string): Promise<boolean> {
    class Already extends Error {}
    try {
      await transact(this.table, [
        this.demand(before, report),
        {
          operation: {
            Put: {
              TableName: this.table.name,
              Item: followerItem(report.id, accountId, entry.at),
              ConditionExpression: 'attribute_not_exists(PK)',
            },
          },
          refused: () => new Already(),
        },
        append(this.table, entry),
      ]);
      return true;
    } catch (error) {
      if (error instanceof Already) return false;
      throw error;
    }
  }

  /** Does an account follow a report? */
  async follows(reportId: string, accountId: string): Promise<boolean> {
    const Key = { PK: followersPartition(reportId), SK: accountId };
    const { Item } = await this.table.db.send(new GetCommand({ TableName: this.table.name, Key }));
    return Item !== undefined;
  }

  private demand(before: Report, after: Report): Write {
    return this.update(before, after, {
      condition: '#demand = :demand AND #rank = :rank AND #status <> :merged',
      names: { '#demand': 'demand', '#rank': 'dueAt', '#status': 'status' },
      values: { ':demand': before.demand, ':rank': before.dueAt, ':merged': 'merged' },
      refused: () => new ClockMoved(),
    });
  }

  private follow(reportId: string, accountId: string, at: string): Write {
    return {
      operation: { Put: { TableName: this.table.name, Item: followerItem(reportId, accountId, at) } },
      refused: () => new Error('a follower is put without a condition'),
    };
  }

  /**
   * Writes a step of the clock, if it is still the one that was decided on. False when it was taken already, or a
   * decision came first; nothing is written then.
   */
  async saveStep(before: Report, { report, entry }: Change): Promise<boolean> {
    return this.unlessOvertaken([this.step(before, report), append(this.table, entry)]);
  }

  /** Writes when a report next asks for attention, under the same condition as a step: it changes nothing else. */
  async reschedule(before: Report, report: Report): Promise<boolean> {
    return this.unlessOvertaken([this.step(before, report)]);
  }

  private step(before: Report, report: Report): Write {
    return this.update(before, report, { ...asRead(before), refused: () => new Overtaken() });
  }

  private async unlessOvertaken(writes: Write[]): Promise<boolean> {
    try {
      await transact(this.table, writes);
      return true;
    } catch (error) {
      if (error instanceof Overtaken) return false;
      throw error;
    }
  }

  /** Writes what leaves the report as it is: a comment, with its idempotency record where the client sent a key. */
  async comment(entry: NewEntry, entryId: string, remember: Write | null): Promise<void> {
    await transact(this.table, [...(remember ? [remember] : []), append(this.table, entry, entryId)]);
  }

  private update(
    before: Report,
    after: Report,
    guard: {
      condition: string;
      names: Record<string, string>;
      values: Record<string, unknown>;
      refused: Write['refused'];
    },
  ): Write {
    const { UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues } = difference(
      { ...before, ...indexKeys(before) },
      { ...after, ...indexKeys(after) },
    );
    return {
      operation: {
        Update: {
          TableName: this.table.name,
          Key: reportKey(after.id),
          UpdateExpression,
          ConditionExpression: guard.condition,
          ExpressionAttributeNames: { ...ExpressionAttributeNames, ...guard.names },
          ExpressionAttributeValues: { ...ExpressionAttributeValues, ...guard.values },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
      refused: guard.refused,
    };
  }

  private takings(photoIds: readonly string[], ownerId: string, reportId: string): Write[] {
    return photoIds.map((id, index) =>
      takePhoto(this.table, { id, ownerId, reportId }, (found) =>
        notTaken(`photoIds.${index}`, ownerId, found),
      ),
    );
  }
}

/** Why a photo could not be taken. One of somebody else looks like one that does not exist. */
function notTaken(field: string, ownerId: string, found: Record<string, unknown> | null): DomainError {
  const photo = Photo.safeParse(found);
  if (!photo.success || photo.data.ownerId !== ownerId) {
    return new DomainError(reportErrors.photoNotUsable, [
      { field, message: { vi: 'Không có ảnh này', en: 'There is no such photo' } },
    ]);
  }
  if (typeof photo.data.reportId === 'string') {
    return new DomainError(reportErrors.photoTaken, [
      { field, message: { vi: 'Ảnh đã dùng cho một phản ánh', en: 'The photo is in use already' } },
    ]);
  }
  if (photo.data.state === 'awaiting') {
    return new DomainError(reportErrors.photoNotUploaded, [
      { field, message: { vi: 'Ảnh chưa tải lên xong', en: 'The photo is not uploaded yet' } },
    ]);
  }
  return new DomainError(reportErrors.photoNotUsable, [
    { field, message: { vi: 'Ảnh đã bị từ chối', en: 'The photo was refused' } },
  ]);
}
