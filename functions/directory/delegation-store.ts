import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { delegatePartition, delegationKey, delegationsByHolder } from '../../shared/directory-record.ts';
import { DomainError, errors } from '../../shared/errors.ts';
import { present, type Table, transact, type Write } from '../../shared/table/table.ts';
import { append } from '../../shared/timeline-store.ts';
import type { NewEntry } from '../../shared/timeline.ts';
import { GivenDelegation, Ledger } from './delegation.ts';

/** The delegations of a unit's posts on GSI2; sort key `<last day>#<id>`. */
const delegationsInUnit = (unit: string) => `DELEGATIONS-IN#${unit}`;
const ledgerKey = (holder: string) => ({ PK: delegationsByHolder(holder), SK: 'LEDGER' });

const listed = 100;

/** Delegations in the table; each change is one transaction with its entry and its giver's ledger. */
export class DelegationStore {
  readonly table: Table;

  constructor(table: Table) {
    this.table = table;
  }

  /** What somebody gave and is not over, read consistently. */
  async ledger(holder: string): Promise<Ledger> {
    const { Item } = await this.table.db.send(
      new GetCommand({ TableName: this.table.name, Key: ledgerKey(holder), ConsistentRead: true }),
    );
    return Item ? Ledger.parse(Item) : { version: 0, given: [] };
  }

  async find(key: { delegate: string; id: string }): Promise<GivenDelegation | null> {
    const { Item } = await this.table.db.send(
      new GetCommand({ TableName: this.table.name, Key: delegationKey(key), ConsistentRead: true }),
    );
    return Item ? GivenDelegation.parse(Item) : null;
  }

  /** The latest 100 that somebody gave. */
  given(holder: string): Promise<GivenDelegation[]> {
    return this.latest('GSI1', 'GSI1PK', delegationsByHolder(holder));
  }

  /** The latest 100 that somebody got. */
  received(delegate: string): Promise<GivenDelegation[]> {
    return this.latest(undefined, 'PK', delegatePartition(delegate));
  }

  /** Who acts in a unit's posts from a day on, at most 500. */
  async inUnit(unit: string, day: string): Promise<GivenDelegation[]> {
    const { Items = [] } = await this.table.db.send(
      new QueryCommand({
        TableName: this.table.name,
        IndexName: 'GSI2',
        KeyConditionExpression: 'GSI2PK = :pk AND GSI2SK >= :day',
        ExpressionAttributeValues: { ':pk': delegationsInUnit(unit), ':day': day },
        Limit: 500,
      }),
    );
    return Items.map((item) => GivenDelegation.parse(item)).filter(({ endedAt }) => !endedAt);
  }

  /** Writes a new delegation, if its giver gave none meanwhile: 412 otherwise. */
  async create(
    given: GivenDelegation,
    ledger: { before: Ledger; after: Ledger },
    entry: NewEntry,
    remember: Write,
  ): Promise<void> {
    await transact(this.table, [
      remember,
      {
        operation: {
          Put: {
            TableName: this.table.name,
            Item: present({
              ...delegationKey(given),
              GSI1PK: delegationsByHolder(given.post.holder),
              GSI1SK: given.id,
              GSI2PK: delegationsInUnit(given.post.unit),
              GSI2SK: `${given.to}#${given.id}`,
              ...given,
            }),
            ConditionExpression: 'attribute_not_exists(PK)',
          },
        },
        refused: () => new Error(`delegation ${given.id} exists already`),
      },
      this.ledgerWrite(given.post.holder, ledger),
      append(this.table, entry),
    ]);
  }

  /** Ends a delegation, if its giver changed none meanwhile: 412 otherwise. */
  async end(
    given: GivenDelegation,
    ledger: { before: Ledger; after: Ledger },
    entry: NewEntry,
  ): Promise<void> {
    await transact(this.table, [
      {
        operation: {
          Update: {
            TableName: this.table.name,
            Key: delegationKey(given),
            UpdateExpression: 'SET endedAt = :at',
            ConditionExpression: 'attribute_exists(PK)',
            ExpressionAttributeValues: { ':at': given.endedAt },
          },
        },
        refused: () => new DomainError(errors.notFound),
      },
      this.ledgerWrite(given.post.holder, ledger),
      append(this.table, entry),
    ]);
  }

  private ledgerWrite(holder: string, { before, after }: { before: Ledger; after: Ledger }): Write {
    return {
      operation: {
        Put: {
          TableName: this.table.name,
          Item: { ...ledgerKey(holder), ...after },
          ConditionExpression: 'attribute_not_exists(PK) OR #version = :version',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':version': before.version },
        },
      },
      refused: () => new DomainError(errors.changedMeanwhile),
    };
  }

  private async latest(
    index: string | undefined,
    key: string,
    partition: string,
  ): Promise<GivenDelegation[]> {
    const { Items = [] } = await this.table.db.send(
      new QueryCommand({
        TableName: this.table.name,
        ...(index !== undefined && { IndexName: index }),
        KeyConditionExpression: '#pk = :pk',
        ExpressionAttributeNames: { '#pk': key },
        ExpressionAttributeValues: { ':pk': partition },
        ScanIndexForward: false,
        Limit: listed,
      }),
    );
    return Items.map((item) => GivenDelegation.parse(item));
  }
}
