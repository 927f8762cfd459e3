import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { type Account, accountKey, subjectRecordKey } from '../../../shared/account-record.ts';
import { preferencesKey } from '../../../shared/inbox-record.ts';
import { present, type Table } from '../../../shared/table/table.ts';
import { defaultPreferences } from '../../../functions/notifications/preferences.ts';

const at = '2026-11-01T00:00:00.000Z';

/** Someone who agreed to be written to by e-mail, at any hour; as the accounts feature would have written it. */
export async function newPerson(table: Table, change: Partial<Account> = {}): Promise<Account> {
  const id = randomUUID();
  const account: Account = {
    id,
    version: 1,
    state: 'active',
    verified: true,
    name: null,
    personKey: null,
    identityLast: null,
    language: 'vi',
    subjects: [],
    joinedInto: null,
    aliases: [],
    contacts: [{ channel: 'email', address: `${id}@example.org`, verifiedAt: at }],
    consents: { messages: { given: true, at } },
    eraseAt: null,
    createdAt: at,
    updatedAt: at,
    ...change,
  };
  await put(table, present({ ...accountKey(id), ...account }));
  await put(table, { ...preferencesKey(id), version: 1, preferences: defaultPreferences(null) });
  return account;
}

/** Leads from a holder of posts to an account, as a sign-in would. */
export async function signedIn(table: Table, holder: string, accountId: string): Promise<void> {
  await put(table, { ...subjectRecordKey(holder), accountId });
}

export async function put(table: Table, Item: Record<string, unknown>): Promise<void> {
  await table.db.send(new PutCommand({ TableName: table.name, Item }));
}
