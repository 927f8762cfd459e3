import type * as z from 'zod';
import type { Actor } from '../../shared/access/actor.ts';
import { accountsOf, can } from '../../shared/access/permissions.ts';
import { readPerson } from '../../shared/account-store.ts';
import type { CityConfig } from '../../shared/city/config.ts';
import type { Timetables } from '../../shared/city/timetable.ts';
import type { Clock } from '../../shared/clock.ts';
import { DomainError, errors } from '../../shared/errors.ts';
import { readCursor, writeCursor } from '../../shared/http/cursor.ts';
import type { Language } from '../../shared/http/language.ts';
import type { Handlers } from '../../shared/http/route.ts';
import { newId } from '../../shared/identifiers.ts';
import { CreatedMeanwhile, type Creation, findCreated, rememberCreated } from '../../shared/idempotency.ts';
import { resourceOf } from '../../shared/report.ts';
import { record } from '../../shared/timeline-store.ts';
import { commentOn } from './comment.ts';
import type { ReportLists, ReportPage } from './list-store.ts';
import { supported } from './demand.ts';
import { rate } from './rating.ts';
import { publicStatusOf, type Report } from './report.ts';
import type { routes } from './routes.ts';
import { ClockMoved, type ReportStore } from './store.ts';
import { submit, type SubmissionBody } from './submission.ts';
import type { Town } from './town.ts';
import { transition } from './transitions.ts';
import { entryViewOf, maySeeEntry } from './entry-view.ts';
import { identityOf, lookEntry, refusedEntry } from './reporter-look.ts';
import { audienceOf, viewOf } from './view.ts';

export interface ReportDependencies {
  store: ReportStore;
  lists: ReportLists;
  /** Units, routing and boundaries as they are now. */
  town: () => Promise<Town>;
  clock: Clock;
  city: CityConfig;
  timetables: Timetables;
}

export function reportHandlers({
  store,
  lists,
  town,
  clock,
  city,
  timetables,
}: ReportDependencies): Omit<Handlers<typeof routes>, 'findSimilar'> {
  /** A report that the caller may see; another one is as if it were not there. */
  async function seen(id: string, actor: Actor): Promise<Report> {
    const report = await store.find(id);
    if (report === null) throw new DomainError(errors.notFound);
    if (can(actor, 'reports.read', resourceOf(report))) return report;
    // Whoever is signed in and tries what is not theirs is on record; all are told the same.
    if (actor.accountId !== null) await record(store.table, refusedEntry(report, actor, clock.now()));
    throw new DomainError(errors.notFound);
  }

  /** A report that a command names besides; null for one that the caller may not see. */
  async function otherSeen(id: string, actor: Actor): Promise<Report | null> {
    const report = await store.find(id);
    return report !== null && can(actor, 'reports.read', resourceOf(report)) ? report : null;
  }

  const page = (query: unknown, { reports, next }: ReportPage, actor: Actor, language: Language) => ({
    status: 200 as const,
    body: {
      items: reports.map((report) => viewOf(report, actor, language, clock.now())),
      nextCursor: writeCursor(query, next),
    },
  });

  async function created(creation: Creation, actor: Actor): Promise<Report | null> {
    const id = await findCreated(store.table, creation, clock.now());
    return id === null ? null : seen(id, actor);
  }

  async function create(
    creation: Creation,
    reporter: Actor & { accountId: string },
    body: z.output<typeof SubmissionBody>,
  ): Promise<Report> {
    const now = clock.now();
    const category = body.category ?? null;
    const submission = {
      ...body,
      id: newId(now),
      reporter,
      category,
      address: body.address ?? null,
      ...(await town()).placeOf(body.location, category),
    };
    const timetable = await timetables.current();
    const make = (code: string) => submit({ ...submission, code }, now, timetable);
    return store.create(make, creation, now, city.idempotencyDays);
  }

  return {
    async createReport({ actor, body, headers, language }) {
      const { accountId } = actor;
      if (accountId === null) throw new DomainError(errors.unauthenticated);
      const creation = { accountId, route: 'createReport', key: headers['idempotency-key'], body };
      const report = await again(
        isCreatedMeanwhile,
        async () => (await created(creation, actor)) ?? create(creation, { ...actor, accountId }, body),
      );
      return {
        status: 201,
        headers: { location: `/v1/reports/${report.id}` },
        version: report.version,
        body: viewOf(report, actor, language, clock.now()),
      };
    },

    async listReports({ actor, query, language }) {
      const { cursor, limit, code, bbox, unit, updatedAfter, status, category } = query;
      if (code !== undefined) {
        const found = await store.findByCode(code);
        const shown = found !== null && can(actor, 'reports.read', resourceOf(found));
        return page({}, { reports: shown ? [found] : [], next: null }, actor, language);
      }
      const identity = { list: 'reports', bbox, unit, updatedAfter, status, category };
      const paging = {
        after: readCursor(identity, cursor),
        limit,
        keep: (report: Report) =>
          (status === undefined || report.status === status || publicStatusOf[report.status] === status) &&
          (category === undefined || report.category === category),
      };
      const found =
        bbox !== undefined
          ? await lists.inBox(bbox, paging)
          : unit !== undefined
            ? await lists.ofUnit(unit, paging)
            : updatedAfter !== undefined
              ? await lists.changedAfter(updatedAfter, clock.now(), paging)
              : await lists.newest(clock.now(), paging);
      return page(identity, found, actor, language);
    },

    async getReport({ actor, params, language }) {
      const report = await seen(params.id, actor);
      return { status: 200, version: report.version, body: viewOf(report, actor, language, clock.now()) };
    },

    async getTimeline({ actor, params, query }) {
      const report = await seen(params.id, actor);
      const audience = audienceOf(report, actor);
      const identity = { list: 'timeline', id: report.id, audience };
      const { entries, next } = await lists.timeline(report.id, {
        after: readCursor(identity, query.cursor),
        limit: query.limit,
        keep: (entry) => maySeeEntry(entry, audience),
      });
      return {
        status: 200,
        body: {
          items: entries.map((entry) => entryViewOf(entry, report.reporterId, audience)),
          nextCursor: writeCursor(identity, next),
        },
      };
    },

    async lookAtReporter({ actor, params, body }) {
      const report = await seen(params.id, actor);
      const account = await readPerson(store.table, report.reporterId);
      const about = account?.id ?? report.reporterId;
      // First the record, then the look: none goes unseen.
      await record(store.table, lookEntry(report, about, body.reason, actor, clock.now()));
      return { status: 200, body: identityOf(report.reporterId, account) };
    },

    async transitionReport({ actor, params, body, language, expectedVersion }) {
      const decided = await again(isClockMoved, async () => {
        const report = await seen(params.id, actor);
        const { unit, route } = await town();
        const change = transition(report, body, {
          actor,
          expectedVersion,
          now: clock.now(),
          // A report keeps the deadlines that it was given, unless it begins anew.
          timetable: await (body.action === 'reopen'
            ? timetables.current()
            : timetables.of(report.deadlinesVersion)),
          monitoringUnit: city.monitoringUnit,
          unit,
          route,
          other: body.action === 'merge' ? await otherSeen(body.into, actor) : null,
        });
        await store.save(report, change);
        return change.report;
      });
      return { status: 200, version: decided.version, body: viewOf(decided, actor, language, clock.now()) };
    },

    async supportReport({ actor, params, language }) {
      const { accountId } = actor;
      if (accountId === null) throw new DomainError(errors.unauthenticated);
      const report = await again(isClockMoved, async () => {
        const found = await seen(params.id, actor);
        if (!can(actor, 'reports.support', resourceOf(found))) throw new DomainError(errors.forbidden);
        // Its own reporter counts already, as does whoever has said it before.
        const counted =
          accountsOf(actor).includes(found.reporterId) || (await store.follows(found.id, accountId));
        if (counted) return found;
        const change = supported(found, actor, clock.now());
        return (await store.support(found, change, accountId)) ? change.report : found;
      });
      return { status: 200, version: report.version, body: viewOf(report, actor, language, clock.now()) };
    },

    async rateReport({ actor, params, body, language }) {
      // A rating rests on nothing that it read, so whoever decides meanwhile does not send its reporter back.
      const rated = await again(isChangedMeanwhile, async () => {
        const report = await seen(params.id, actor);
        if (!can(actor, 'reports.rate', resourceOf(report))) throw new DomainError(errors.forbidden);
        const change = rate(report, body, actor, clock.now());
        if (change !== null) await store.save(report, change);
        return change?.report ?? report;
      });
      return { status: 200, version: rated.version, body: viewOf(rated, actor, language, clock.now()) };
    },

    async commentReport({ actor, params, body, headers }) {
      const report = await seen(params.id, actor);
      const { accountId } = actor;
      if (accountId === null) throw new DomainError(errors.unauthenticated);
      const key = headers['idempotency-key'];
      const creation =
        key === undefined ? null : { accountId, route: `commentReport#${report.id}`, key, body };
      const entry = await again(isCreatedMeanwhile, async () => {
        const now = clock.now();
        const comment = commentOn(report, body, actor, now);
        const before = creation && (await findCreated(store.table, creation, now));
        if (before !== null) return (await lists.entry(report.id, before)) ?? { ...comment, id: before };
        const id = newId(now);
        const remember = creation && rememberCreated(store.table, creation, id, now, city.idempotencyDays);
        await store.comment(comment, id, remember);
        return { ...comment, id };
      });
      return { status: 201, body: entryViewOf(entry, report.reporterId, audienceOf(report, actor)) };
    },

    async listOwnReports({ actor, query, language }) {
      const identity = { list: 'own', accountId: actor.accountId };
      const found = await lists.ofReporter(accountsOf(actor), {
        after: readCursor(identity, query.cursor),
        limit: query.limit,
      });
      return page(identity, found, actor, language);
    },

    async listQueue({ actor, params, query, language }) {
      if (!can(actor, 'reports.list-queue', { unit: params.code })) throw new DomainError(errors.forbidden);
      if ((await town()).unit(params.code) === undefined) throw new DomainError(errors.notFound);
      const { status } = query;
      const identity = { list: 'queue', unit: params.code, status };
      const found = await lists.queue(params.code, {
        after: readCursor(identity, query.cursor),
        limit: query.limit,
        ...(status !== undefined && { keep: (report: Report) => report.status === status }),
      });
      return page(identity, found, actor, language);
    },
  };
}

const isCreatedMeanwhile = (error: unknown) => error instanceof CreatedMeanwhile;
const isClockMoved = (error: unknown) => error instanceof ClockMoved;
const isChangedMeanwhile = (error: unknown) =>
  error instanceof DomainError && error.definition === errors.changedMeanwhile;

/** Tries again, at most three times, what somebody else was faster with. */
async function again<T>(isFaster: (error: unknown) => boolean, attempt: () => Promise<T>): Promise<T> {
  for (let left = 3; ; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      if (left === 0 || !isFaster(error)) throw error;
    }
  }
}
