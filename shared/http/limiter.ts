import { createHash } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { subjectKey } from '../account-record.ts';
import type { CityConfig, LimitName, Quota } from '../city/config.ts';
import { clientKey, type MachineClient } from '../client-record.ts';
import type { Clock } from '../clock.ts';
import { DomainError, errors } from '../errors.ts';
import type { Table } from '../table/table.ts';
import type { Caller } from './caller-reader.ts';

/** One attempt to write. `key` is its idempotency key: sent again with the same one it counts once. */
export interface Attempt {
  caller: Caller;
  limit: LimitName;
  /** Where the request came from. */
  address: string;
  key: string | undefined;
}

export interface Limiter {
  /** Counts a write. Throws a 429 that says how long to wait, and in an emergency what to do instead. */
  write: (attempt: Attempt) => Promise<void>;
  /** Counts a request of a machine and notes, once an hour, that it is in use. Throws a 429 too. */
  request: (client: MachineClient) => Promise<void>;
}

/**
 * Counts in the table: one item for each caller, kind and window of time, which deletes itself. People are counted
 * by account, wherever they call from; only those who are not signed in by their address. One write unit a count.
 */
export function limiter(table: Table, clock: Clock, city: CityConfig): Limiter {
  return {
    async write({ caller: { actor, token }, limit, address, key }) {
      const quotas = city.limits[limit];
      const signedIn =
        actor.accountId ?? (token && `subject:${subjectKey(token.issuer.issuer, token.subject)}`);
      const quota =
        signedIn === null
          ? quotas.address
          : actor.role === 'unverified'
            ? (quotas.unverified ?? quotas.person)
            : quotas.person;
      const who = signedIn ?? `address:${hash(address)}`;
      const seconds = await count(who, limit, quota, key);
      if (seconds !== null) {
        throw tooMany(seconds, limit === 'reports' ? city.emergency : undefined);
      }
    },
    async request({ id, requestsPerMinute, lastUsedAt }) {
      const seconds = await count(
        `client:${id}`,
        'requests',
        { count: requestsPerMinute, minutes: 1 },
        undefined,
      );
      if (seconds !== null) throw tooMany(seconds);
      const hour = clock.now().toISOString().slice(0, 13);
      if (lastUsedAt?.startsWith(hour) !== true) await noteUse(id, `${hour}:00:00.000Z`);
    },
  };

  /** Seconds to wait when it is too often; null when it is not. */
  async function count(
    who: string,
    what: string,
    quota: Quota,
    key: string | undefined,
  ): Promise<number | null> {
    const now = Math.floor(clock.now().getTime() / 1000);
    const length = quota.minutes * 60;
    const window = Math.floor(now / length);
    const end = (window + 1) * length;
    const mark = key === undefined ? undefined : hash(key).slice(0, 8);
    try {
      await table.db.send(
        new UpdateCommand({
          TableName: table.name,
          Key: { PK: `LIMIT#${who}#${what}#${window}`, SK: 'LIMIT' },
          UpdateExpression: `SET #ttl = :ttl ADD #count :one${mark ? ', #keys :keys' : ''}`,
          ConditionExpression: `(attribute_not_exists(#count) OR #count < :most)${mark ? ' AND NOT contains(#keys, :key)' : ''}`,
          ExpressionAttributeNames: { '#ttl': 'ttl', '#count': 'count', ...(mark && { '#keys': 'keys' }) },
          ExpressionAttributeValues: {
            ':ttl': end + 60,
            ':one': 1,
            ':most': quota.count,
            ...(mark && { ':keys': new Set([mark]), ':key': mark }),
          },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return null;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      const keys: unknown = error.Item && unmarshall(error.Item).keys;
      const again = mark !== undefined && keys instanceof Set && keys.has(mark);
      return again ? null : Math.max(1, end - now);
    }
  }

  async function noteUse(id: string, hour: string): Promise<void> {
    try {
      await table.db.send(
        new UpdateCommand({
          TableName: table.name,
          Key: clientKey(id),
          UpdateExpression: 'SET lastUsedAt = :hour',
          ConditionExpression:
            'attribute_exists(PK) AND (attribute_not_exists(lastUsedAt) OR lastUsedAt < :hour)',
          ExpressionAttributeValues: { ':hour': hour },
        }),
      );
    } catch (error) {
      // Another instance has noted it.
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }
}

const hash = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 22);

function tooMany(seconds: number, instead?: { vi: string; en: string }): DomainError {
  return new DomainError(errors.tooManyRequests, [], { 'retry-after': String(seconds) }, instead);
}
