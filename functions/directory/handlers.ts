import type { Actor } from '../../shared/access/actor.ts';
import { can } from '../../shared/access/permissions.ts';
import { dayOf } from '../../shared/city/calendar.ts';
import { RoutingDocument, UnitsDocument } from '../../shared/city/directory.ts';
import { replacement, unchanged } from '../../shared/city/document-store.ts';
import { BoundariesDocument, type CityDocument } from '../../shared/city/documents.ts';
import type { Clock } from '../../shared/clock.ts';
import { holdsOn, type Post } from '../../shared/directory-record.ts';
import { DomainError, errors, type FieldError, invalidField } from '../../shared/errors.ts';
import { versionOf } from '../../shared/http/etag.ts';
import type { Handlers } from '../../shared/http/route.ts';
import { transact, type Write } from '../../shared/table/table.ts';
import { append } from '../../shared/timeline-store.ts';
import { actorOf, type NewEntry } from '../../shared/timeline.ts';
import { type DelegationDependencies, delegationHandlers } from './delegation-handlers.ts';
import { directoryErrors } from './errors.ts';
import { planImport } from './import-plan.ts';
import { misfits, strandedPosts, unitsErrors } from './misfits.ts';
import { maxUnitsBytes, type routes } from './routes.ts';
import type { DirectoryStore } from './store.ts';

export interface DirectoryDependencies extends DelegationDependencies {
  store: DirectoryStore;
  clock: Clock;
  monitoringUnit: string;
  /** The officials' issuer, at which logins are subjects. */
  issuer: string;
}

type Units = CityDocument<UnitsDocument>;

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

export function directoryHandlers(dependencies: DirectoryDependencies): Handlers<typeof routes> {
  const { store, delegations, clock, monitoringUnit, issuer } = dependencies;
  const { table } = store;

  /** Refuses units that the routing, the boundaries or the posts in force do not fit. */
  async function mustFit(units: UnitsDocument['units'], stranded: FieldError[]): Promise<void> {
    const [routing, boundaries] = await Promise.all([
      store.read('routing', RoutingDocument),
      store.read('boundaries', BoundariesDocument),
    ]);
    const found = [...misfits(units, routing?.body ?? null, boundaries?.body.units ?? []), ...stranded];
    if (found.length > 0) throw new DomainError(directoryErrors.unitInUse, found);
  }

  /** The posts in force in those units that are to end, or to end at another time. */
  async function postsOfEnding(units: UnitsDocument['units'], before: Units | null): Promise<Post[]> {
    const inForce = await store.postsInForce();
    if (inForce === null) return [];
    const known = new Map(before?.body.units.map(({ code, to }) => [code, to]));
    const ending = units.filter(({ code, to }) => to !== undefined && known.get(code) !== to);
    const posts = await Promise.all(ending.map(({ code }) => store.postsOfUnit(inForce.version, code)));
    return posts.flat();
  }

  const imported = (actor: Actor, id: string, version: number, now: Date, data: object): NewEntry => ({
    type: 'directory.imported',
    at: now.toISOString(),
    aggregate: { type: 'directory', id, version },
    actor: actorOf(actor),
    audience: 'office',
    noteAudience: 'office',
    note: null,
    data: { ...data },
  });

  return {
    ...delegationHandlers(dependencies),

    async listUnits() {
      const document = await store.read('units', UnitsDocument);
      const items = (document?.body.units ?? []).map(
        ({ code, kind, name, parent, contacts, from, to, successor }) => ({
          code,
          kind,
          name,
          parent,
          contacts,
          from,
          to,
          successor,
        }),
      );
      return { status: 200, body: { items, nextCursor: null } };
    },

    async listOfficials({ actor, params: { code } }) {
      const [units, inForce] = await Promise.all([store.read('units', UnitsDocument), store.postsInForce()]);
      if (!units?.body.units.some((unit) => unit.code === code)) throw new DomainError(errors.notFound);
      if (!can(actor, 'directory.read-officials', { unit: code })) throw new DomainError(errors.forbidden);
      const today = dayOf(clock.now());
      const [posts, standIns] = await Promise.all([
        inForce === null ? [] : store.postsOfUnit(inForce.version, code),
        delegations.inUnit(code, today),
      ]);
      const items = posts
        .filter((post) => holdsOn(post, today))
        .map(({ id, holder, name, role, from, to }) => {
          const one = standIns.find(
            (given) => given.post.id === id && given.post.holder === holder && holdsOn(given, today),
          );
          return {
            official: holder,
            name,
            post: id,
            role,
            from,
            to: to ?? null,
            delegatedTo: one ? { official: one.delegate, name: one.delegateName, until: one.to } : null,
          };
        });
      return { status: 200, body: { items, nextCursor: null } };
    },

    async getUnits() {
      const document = await store.read('units', UnitsDocument);
      if (document === null) throw new DomainError(errors.notFound);
      const { version, changedAt, body } = document;
      return { status: 200, version, body: { version, changedAt, body } };
    },

    async putUnits({ actor, body, headers }) {
      const current = await store.read('units', UnitsDocument);
      const ifMatch = headers['if-match'];
      // If-Match is the admin's choice here; when it is sent, it must fit.
      if (ifMatch !== undefined && versionOf(ifMatch) !== current?.version) {
        throw new DomainError(errors.changedMeanwhile);
      }
      if (current !== null && same(current.body, body)) {
        const { version, changedAt } = current;
        return { status: 200, version, body: { version, changedAt, changed: false } };
      }
      const now = clock.now();
      const wrong = unitsErrors(body.units, current?.body.units ?? [], monitoringUnit);
      if (wrong.length > 0) throw new DomainError(errors.invalid, wrong);
      const posts = await postsOfEnding(body.units, current);
      await mustFit(body.units, strandedPosts(body.units, posts, dayOf(now)));
      const version = (current?.version ?? 0) + 1;
      const data = { units: body.units.length };
      await transact(table, [
        ...replacement(table, 'units', current, body, now),
        append(table, imported(actor, 'units', version, now, data)),
      ]);
      return { status: 200, version, body: { version, changedAt: now.toISOString(), changed: true } };
    },

    async importDirectory({ actor, body, query }) {
      const dryRun = query.dryRun === 'true';
      const now = clock.now();
      const day = dayOf(now);
      const [units, inForce] = await Promise.all([store.read('units', UnitsDocument), store.postsInForce()]);
      if (units === null && body.units === undefined) throw new DomainError(directoryErrors.needsUnits);
      const before = units?.body.units ?? [];
      const held =
        inForce === null
          ? []
          : await store.allPosts(
              inForce,
              before.map(({ code }) => code),
            );
      const bytes = (file: string | undefined) =>
        file === undefined ? undefined : Buffer.from(file, 'base64');
      const plan = planImport(
        { units: bytes(body.units), posts: bytes(body.posts) },
        { units: before, posts: held, day, monitoringUnit, issuer },
      );
      const document = unitsDocument(plan.units, units);
      const newUnits = plan.changes.units.length > 0;
      const newPosts = body.posts !== undefined && (inForce === null || plan.changes.posts.length > 0);
      if (newUnits) await mustFit(plan.units, strandedPosts(plan.units, plan.posts, day));
      const answer = (versions: { units: number | null; posts: number | null }) => ({
        status: 200 as const,
        body: { dryRun, versions, changed: newUnits || newPosts, changes: plan.changes },
      });
      const versions = { units: units?.version ?? null, posts: inForce?.version ?? null };
      if (dryRun || !(newUnits || newPosts)) return answer(versions);

      const writes: Write[] = [];
      if (newUnits) {
        versions.units = (units?.version ?? 0) + 1;
        writes.push(...replacement(table, 'units', units, document, now));
      } else {
        writes.push(unchanged(table, 'units', units));
      }
      if (newPosts) {
        // Never a number that was used: what an import that failed halfway wrote lies under its own for ever unread.
        const version = await store.reserveVersion();
        await store.writePosts(version, plan.posts);
        versions.posts = version;
        writes.push(...replacement(table, 'posts', inForce, { posts: plan.posts.length }, now, version));
      } else {
        writes.push(unchanged(table, 'posts', inForce));
      }
      const [id, version] = newPosts
        ? (['posts', versions.posts] as const)
        : (['units', versions.units] as const);
      const data = {
        units: plan.units.length,
        posts: plan.posts.length,
        unitChanges: plan.changes.units.length,
        postChanges: plan.changes.posts.length,
      };
      await transact(table, [...writes, append(table, imported(actor, id, version ?? 1, now, data))]);
      return answer(versions);
    },
  };
}

/** The document of imported units. Throws a 400 where they are more than an item holds. */
function unitsDocument(units: UnitsDocument['units'], before: Units | null): UnitsDocument {
  const document = { source: before?.body.source ?? 'The city’s own file', units };
  if (units.length > 500 || Buffer.byteLength(JSON.stringify(document)) > maxUnitsBytes) {
    throw invalidField('units', {
      vi: `Nhiều nhất 500 đơn vị, ${maxUnitsBytes / 1024} kB`,
      en: `At most 500 units, ${maxUnitsBytes / 1024} kB`,
    });
  }
  return document;
}
