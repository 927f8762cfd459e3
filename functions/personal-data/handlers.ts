import type * as z from 'zod';
import type { Actor } from '../../shared/access/actor.ts';
import { accountsOf, can } from '../../shared/access/permissions.ts';
import type { Account } from '../../shared/account-record.ts';
import { readAccount } from '../../shared/account-store.ts';
import type { CityConfig } from '../../shared/city/config.ts';
import type { Clock } from '../../shared/clock.ts';
import { DomainError, errors } from '../../shared/errors.ts';
import { readCursor, writeCursor } from '../../shared/http/cursor.ts';
import type { Handlers } from '../../shared/http/route.ts';
import { newId } from '../../shared/identifiers.ts';
import { CreatedMeanwhile, type Creation, findCreated } from '../../shared/idempotency.ts';
import { record } from '../../shared/timeline-store.ts';
import { consentTo, withConsent } from './consent.ts';
import { accountEntry } from '../../shared/account-entry.ts';
import { ask, isUndoable, undo, viewOf } from './erasure.ts';
import type { ErasureStore } from './erasure-store.ts';
import { personalDataErrors } from './errors.ts';
import { type Export, newExport, stateAt } from './export.ts';
import { type ExportStore, Running } from './export-store.ts';
import type { ExportFiles } from './file-client.ts';
import { lookOf } from './look.ts';
import type { LookStore } from './look-store.ts';
import type { ExportView, routes } from './routes.ts';

export interface PersonalDataDependencies {
  exports: ExportStore;
  erasures: ErasureStore;
  looks: LookStore;
  files: Pick<ExportFiles, 'link'>;
  clock: Clock;
  city: Pick<CityConfig, 'accounts' | 'idempotencyDays'>;
}

/** How long a link to an export is good, by the wall clock. */
const linkSeconds = 900;

export function personalDataHandlers({
  exports,
  erasures,
  looks,
  files,
  clock,
  city,
}: PersonalDataDependencies): Handlers<typeof routes> {
  const { erasureDays, exportDays, purposes } = city.accounts;
  const { table } = erasures;

  async function own({ accountId }: Actor): Promise<Account> {
    const account = accountId === null ? null : await readAccount(table, accountId);
    // Who a function knew for a minute may be gone by now: nothing is written to an account that was closed.
    if (account === null || account.state === 'erased') throw new DomainError(errors.notFound);
    return account;
  }

  /** Changes the caller's account by a rule, again when somebody changed it meanwhile; null from the rule changes nothing. */
  async function change(
    actor: Actor,
    rule: (account: Account, now: Date) => Account | null,
    type: string,
    data: Record<string, unknown> = {},
  ): Promise<Account> {
    return again(isChangedMeanwhile, async () => {
      const before = await own(actor);
      const now = clock.now();
      const after = rule(before, now);
      if (after === null) return before;
      await erasures.change(before, after, accountEntry(after, type, actor, now, data));
      return after;
    });
  }

  function exportView(one: Export): z.input<typeof ExportView> {
    const { id, askedAt, readyAt, expiresAt, bytes, photosLeftOut } = one;
    return { id, state: stateAt(one, clock.now()), askedAt, readyAt, expiresAt, bytes, photosLeftOut };
  }

  /** The export that a request with this key made, the one in the making, or a new one. */
  async function askFor(actor: Actor, creation: Creation): Promise<Export> {
    const now = clock.now();
    const created = await findCreated(table, creation, now);
    const before = created === null ? null : await exports.find(created);
    if (before !== null) return before;
    const account = await own(actor);
    const asked = newExport(newId(now), account.id, now);
    try {
      const entry = accountEntry(account, 'export-asked', actor, now, { exportId: asked.id });
      await exports.create(asked, entry, creation, { idempotency: city.idempotencyDays, kept: exportDays });
      return asked;
    } catch (error) {
      const running = error instanceof Running ? await exports.find(error.exportId) : null;
      if (running !== null) return running;
      throw error;
    }
  }

  return {
    async askExport({ actor, headers }) {
      const creation = {
        accountId: actor.accountId ?? '',
        route: 'askExport',
        key: headers['idempotency-key'],
        body: null,
      };
      const asked = await again(isCreatedMeanwhile, () => askFor(actor, creation));
      return {
        status: 202,
        headers: { location: `/v1/me/exports/${asked.id}` },
        body: exportView(asked),
      };
    },

    async listExports({ actor, query }) {
      const identity = { list: 'exports', accountId: actor.accountId };
      const found = await exports.list(accountsOf(actor), {
        after: readCursor(identity, query.cursor),
        limit: query.limit,
      });
      return {
        status: 200,
        body: { items: found.exports.map(exportView), nextCursor: writeCursor(identity, found.next) },
      };
    },

    async getExport({ actor, params }) {
      const found = await exports.find(params.id);
      if (found === null) throw new DomainError(errors.notFound);
      if (!can(actor, 'personal-data.own', { ownerId: found.accountId })) {
        const entry = accountEntry(await own(actor), 'export-refused', actor, clock.now(), {
          exportId: found.id,
        });
        await record(table, { ...entry, about: found.accountId });
        throw new DomainError(errors.notFound);
      }
      const view = exportView(found);
      const { expiresAt, objectKey } = found;
      const seconds = expiresAt === null ? 0 : clock.secondsUntil(new Date(expiresAt));
      const link =
        view.state === 'ready' && seconds > 0
          ? await files.link(objectKey, Math.min(linkSeconds, seconds))
          : null;
      return { status: 200, body: { ...view, link } };
    },

    async listConsents({ actor, language }) {
      const account = await own(actor);
      const items = Object.keys(purposes).flatMap(
        (purpose) => consentTo(account, purposes, purpose, language) ?? [],
      );
      return { status: 200, body: { items } };
    },

    async putConsent({ actor, params: { purpose }, body: { given }, language }) {
      if (!Object.hasOwn(purposes, purpose)) throw new DomainError(errors.notFound);
      const account = await change(
        actor,
        (before, now) => withConsent(before, purpose, given, now),
        given ? 'consent-given' : 'consent-withdrawn',
        { purpose },
      );
      const body = consentTo(account, purposes, purpose, language);
      if (body === null) throw new DomainError(errors.notFound);
      return { status: 200, body };
    },

    async listLooks({ actor, query }) {
      const identity = { list: 'looks', accountId: actor.accountId };
      const found = await looks.at(accountsOf(actor), {
        after: readCursor(identity, query.cursor),
        limit: query.limit,
      });
      return {
        status: 200,
        body: { items: found.looks.map(lookOf), nextCursor: writeCursor(identity, found.next) },
      };
    },

    async askErasure({ actor, language }) {
      const account = await change(actor, (before, now) => ask(before, now, erasureDays), 'erasure-asked');
      return { status: 202, body: viewOf(account, language) };
    },

    async getErasure({ actor, language }) {
      return { status: 200, body: viewOf(await own(actor), language) };
    },

    async undoErasure({ actor, language }) {
      const rule = (before: Account, now: Date) => {
        if (!isUndoable(before, now)) throw new DomainError(personalDataErrors.erasureBegun);
        return undo(before, now);
      };
      return {
        status: 200,
        body: viewOf(await change(actor, rule, 'erasure-undone'), language),
      };
    },
  };
}

const isChangedMeanwhile = (error: unknown) =>
  error instanceof DomainError && error.definition === errors.changedMeanwhile;
const isCreatedMeanwhile = (error: unknown) => error instanceof CreatedMeanwhile;

/** Tries again, three times at most, when somebody else was faster. */
async function again<T>(wasOvertaken: (error: unknown) => boolean, attempt: () => Promise<T>): Promise<T> {
  for (let left = 3; ; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      if (left === 0 || !wasOvertaken(error)) throw error;
    }
  }
}
