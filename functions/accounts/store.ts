import { randomBytes } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import {
  type Account,
  accountKey,
  type Channel,
  personRecordKey,
  SignIn,
  signInKey,
  signInsPartition,
  subjectRecordKey,
} from '../../shared/account-record.ts';
import { accountWrite, readAccount } from '../../shared/account-store.ts';
import { readList } from '../../shared/table/lists.ts';
import { present, type Table, transact, type Write } from '../../shared/table/table.ts';
import { append } from '../../shared/timeline-store.ts';
import type { NewEntry } from '../../shared/timeline.ts';
import { PendingContact } from './contact.ts';
import type { Meeting } from './sign-in.ts';

/** Somebody else signed in as the same person at the same moment: look again. */
export class MetMeanwhile extends Error {}

const pendingKey = (accountId: string, channel: Channel) => ({
  PK: accountKey(accountId).PK,
  SK: `CONTACT#${channel}`,
});

/** A new account's id: random, so that nothing leads back from it once the person is erased. */
export const newAccountId = () => randomBytes(16).toString('base64url');

/** Accounts, their sign-ins and the addresses that wait for their code. */
export class AccountStore {
  readonly table: Table;

  constructor(table: Table) {
    this.table = table;
  }

  bySubject = (key: string): Promise<Account | null> => this.led(subjectRecordKey(key));
  byPerson = (key: string): Promise<Account | null> => this.led(personRecordKey(key));

  async findSignIn(id: string): Promise<SignIn | null> {
    const { Item } = await this.table.db.send(
      new GetCommand({ TableName: this.table.name, Key: signInKey(id), ConsistentRead: true }),
    );
    return Item ? SignIn.parse(Item) : null;
  }

  /**
   * Writes a sign-in with all that it made of accounts: one transaction, with an entry for each. Throws MetMeanwhile
   * when one of them changed since it was read.
   */
  async register(
    { account, before, joined }: Meeting,
    signIn: SignIn,
    entries: readonly NewEntry[],
  ): Promise<void> {
    const refused = () => new MetMeanwhile();
    const put = (Item: Record<string, unknown>, sameAccount?: string): Write => ({
      operation: {
        Put: {
          TableName: this.table.name,
          Item: present(Item),
          ...(sameAccount === undefined
            ? { ConditionExpression: 'attribute_not_exists(PK)' }
            : {
                ConditionExpression: 'attribute_not_exists(PK) OR accountId = :same OR accountId = :other',
                ExpressionAttributeValues: {
                  ':same': sameAccount,
                  ':other': joined?.before.id ?? sameAccount,
                },
              }),
        },
      },
      refused,
    });
    const leads = [
      ...account.subjects.map((key) => subjectRecordKey(key)),
      ...(account.personKey === null ? [] : [personRecordKey(account.personKey)]),
    ];
    await transact(this.table, [
      ...(before === null ? [put({ ...accountKey(account.id), ...account })] : []),
      ...(before === null ? [] : [{ ...this.kept(before, account), refused }]),
      ...leads.map((key) => put({ ...key, accountId: account.id }, account.id)),
      ...(joined ? [{ ...accountWrite(this.table, joined.before, joined.after), refused }] : []),
      put(
        {
          ...signInKey(signIn.id),
          ...signIn,
          GSI1PK: signInsPartition(account.id),
          GSI1SK: `${signIn.at}#${signIn.id}`,
        },
        account.id,
      ),
      ...entries.map((entry) => append(this.table, entry)),
    ]);
  }

  /**
   * The account's part in a sign-in. One that brings nothing new only asks that the account is still there, so that
   * many at once do not meet on it: a sign-in must not lead to what is being erased at this moment.
   */
  private kept(before: Account, account: Account): Pick<Write, 'operation'> {
    if (before.version !== account.version) return accountWrite(this.table, before, account);
    return {
      operation: {
        ConditionCheck: {
          TableName: this.table.name,
          Key: accountKey(account.id),
          ConditionExpression: '#state IN (:active, :erasing)',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':active': 'active', ':erasing': 'erasing' },
        },
      },
    };
  }

  /** Marks a sign-in as ended, once, with its entry. */
  async endSignIn(signIn: SignIn, at: string, entry: NewEntry): Promise<void> {
    class Ended extends Error {}
    try {
      await transact(this.table, [
        {
          operation: {
            Update: {
              TableName: this.table.name,
              Key: signInKey(signIn.id),
              UpdateExpression: 'SET endedAt = :at',
              ConditionExpression: 'attribute_exists(PK) AND attribute_not_exists(endedAt)',
              ExpressionAttributeValues: { ':at': at },
            },
          },
          refused: () => new Ended(),
        },
        append(this.table, entry),
      ]);
    } catch (error) {
      if (!(error instanceof Ended)) throw error;
    }
  }

  /** A person's sign-ins, the newest first. */
  async signIns(
    accountId: string,
    paging: { after: string | undefined; limit: number; keep?: (signIn: SignIn) => boolean },
  ): Promise<{ signIns: SignIn[]; next: string | null }> {
    const { keep, ...rest } = paging;
    const { items, next } = await readList(this.table, {
      index: 'GSI1',
      steps: [[{ partition: signInsPartition(accountId) }]],
      direction: 'descending',
      ...rest,
      ...(keep && { keep: (item) => keep(SignIn.parse(item)) }),
    });
    return { signIns: items.map((item) => SignIn.parse(item)), next };
  }

  /** Keeps an address until its code comes; a newer one replaces it. */
  async keepPending(accountId: string, pending: PendingContact): Promise<void> {
    await this.table.db.send(
      new PutCommand({
        TableName: this.table.name,
        Item: {
          ...pendingKey(accountId, pending.channel),
          ...pending,
          ttl: Math.floor(Date.parse(pending.expiresAt) / 1000) + 3600,
        },
      }),
    );
  }

  /** Counts an attempt at a code and gives what waits for it; null when nothing does. */
  async attempt(accountId: string, channel: Channel): Promise<PendingContact | null> {
    try {
      const { Attributes } = await this.table.db.send(
        new UpdateCommand({
          TableName: this.table.name,
          Key: pendingKey(accountId, channel),
          UpdateExpression: 'ADD attempts :one',
          ConditionExpression: 'attribute_exists(PK)',
          ExpressionAttributeValues: { ':one': 1 },
          ReturnValues: 'ALL_OLD',
        }),
      );
      return PendingContact.parse(Attributes);
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return null;
      throw error;
    }
  }

  async forgetPending(accountId: string, channel: Channel): Promise<void> {
    await this.table.db.send(
      new DeleteCommand({ TableName: this.table.name, Key: pendingKey(accountId, channel) }),
    );
  }

  private async led(Key: Record<string, string>): Promise<Account | null> {
    const { Item } = await this.table.db.send(
      new GetCommand({ TableName: this.table.name, Key, ConsistentRead: true }),
    );
    const account =
      typeof Item?.accountId === 'string' ? await readAccount(this.table, Item.accountId) : null;
    return account?.state === 'erased' ? null : account;
  }
}
