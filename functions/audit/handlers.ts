import type * as z from 'zod';
import { can } from '../../shared/access/permissions.ts';
import type { Clock } from '../../shared/clock.ts';
import { DomainError, errors } from '../../shared/errors.ts';
import { readCursor, writeCursor } from '../../shared/http/cursor.ts';
import type { Handlers } from '../../shared/http/route.ts';
import { record } from '../../shared/timeline-store.ts';
import { auditEntry } from './audit-entry.ts';
import type { routes } from './routes.ts';
import type { AuditSearch, Found, Search } from './search-store.ts';
import type { SealStore } from './seal-store.ts';

export interface AuditDependencies {
  search: AuditSearch;
  seals: Pick<SealStore, 'daysIn' | 'seal'>;
  clock: Clock;
}

type Query = z.output<(typeof routes)['searchAudit']['query']>;

export function auditHandlers({ search, seals, clock }: AuditDependencies): Handlers<typeof routes> {
  return {
    async searchAudit({ actor, query }) {
      const now = clock.now();
      const wanted = searchOf(query, now);
      // A leader searches by unit, their own and those below; everything else is for auditors.
      const resource = wanted.by === 'unit' ? { unit: wanted.unit } : {};
      if (!can(actor, 'audit.search', resource)) throw new DomainError(errors.forbidden);
      const identity = { list: 'audit', ...wanted, type: query.type };
      const { found, next } = await search.find(wanted, {
        after: readCursor(identity, query.cursor),
        limit: query.limit,
        type: query.type,
      });
      await record(search.table, auditEntry('searched', actor, now, { ...wanted, type: query.type ?? null }));
      return { status: 200, body: { items: found.map(viewOf), nextCursor: writeCursor(identity, next) } };
    },

    async listSeals({ query }) {
      const all = await Promise.all((await seals.daysIn(query.month)).map((day) => seals.seal(day)));
      return { status: 200, body: { items: all.filter((seal) => seal !== null), nextCursor: null } };
    },
  };
}

function searchOf({ account, about, unit, month, day }: Query, now: Date): Search {
  if (account !== undefined) return { by: 'account', account };
  if (about !== undefined) return { by: 'about', account: about };
  if (unit !== undefined) return { by: 'unit', unit, month: month ?? now.toISOString().slice(0, 7) };
  return { by: 'day', day: day ?? now.toISOString().slice(0, 10) };
}

function viewOf({ entry, isLook }: Found) {
  const { id, at, type, aggregate, actor, about, note, data } = entry;
  return {
    id,
    at,
    type,
    aggregate: { type: aggregate.type, id: aggregate.id },
    actor,
    about: about ?? null,
    reason: isLook ? (note ?? null) : null,
    data,
  };
}
