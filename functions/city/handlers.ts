import { createHash } from 'node:crypto';
import type * as z from 'zod';
import type { Boundaries } from '../../shared/city/boundaries.ts';
import { dayOf } from '../../shared/city/calendar.ts';
import { DeadlinesDocument } from '../../shared/city/deadlines.ts';
import { CategoriesDocument, RoutingDocument, UnitsDocument } from '../../shared/city/directory.ts';
import { BoundariesDocument, type CityDocument, type DocumentName } from '../../shared/city/documents.ts';
import { stands } from '../../shared/city/hierarchy.ts';
import { routingErrors } from '../../shared/city/routing.ts';
import { missingYears, WorkingCalendar } from '../../shared/city/working-calendar.ts';
import type { Clock } from '../../shared/clock.ts';
import { DomainError, errors, type FieldError } from '../../shared/errors.ts';
import { versionOf } from '../../shared/http/etag.ts';
import type { Handlers } from '../../shared/http/route.ts';
import { TriageThresholds } from '../../shared/triage/decision.ts';
import { checkBoundaries } from './boundary-check.ts';
import { duplicateErrors } from './duplicates.ts';
import { cityErrors } from './errors.ts';
import type { routes } from './routes.ts';
import type { DocumentStore } from './store.ts';

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

function refuse(found: readonly FieldError[]): void {
  if (found.length > 0) throw new DomainError(errors.invalid, found);
}

/** If-Match is the admin's choice here; when it is sent, it must fit. */
function mustMatch(ifMatch: string | undefined, current: CityDocument<unknown> | null): void {
  if (ifMatch !== undefined && versionOf(ifMatch) !== current?.version) {
    throw new DomainError(errors.changedMeanwhile);
  }
}

export function cityHandlers(store: DocumentStore, clock: Clock): Handlers<typeof routes> {
  async function inForce<S extends z.ZodType>(name: DocumentName, schema: S) {
    const document = await store.read(name, schema);
    if (document === null) throw new DomainError(errors.notFound);
    return document;
  }

  async function replace<S extends z.ZodType>(
    name: DocumentName,
    schema: S,
    body: z.output<S>,
    ifMatch: string | undefined,
  ) {
    const current = await store.read(name, schema);
    mustMatch(ifMatch, current);
    if (current !== null && same(current.body, body)) {
      const { version, changedAt } = current;
      return { status: 200 as const, version, body: { version, changedAt, changed: false } };
    }
    const now = clock.now();
    const version = await store.replace(name, current, body, now);
    return { status: 200 as const, version, body: { version, changedAt: now.toISOString(), changed: true } };
  }

  /** The units that work can be given to today. */
  async function units() {
    const document = await store.read('units', UnitsDocument);
    if (document === null) throw new DomainError(cityErrors.needsUnits);
    const today = dayOf(clock.now());
    return document.body.units.filter((unit) => stands(unit, today));
  }

  async function read<S extends z.ZodType>(name: DocumentName, schema: S) {
    const { version, changedAt, body } = await inForce(name, schema);
    return { version, changedAt, body };
  }

  return {
    async listCategories() {
      const document = await store.read('categories', CategoriesDocument);
      return { status: 200, body: { items: document?.body.categories ?? [], nextCursor: null } };
    },
    async getCategories() {
      const body = await read('categories', CategoriesDocument);
      return { status: 200, version: body.version, body };
    },
    async getRouting() {
      const body = await read('routing', RoutingDocument);
      return { status: 200, version: body.version, body };
    },
    async getCalendar() {
      const body = await read('calendar', WorkingCalendar);
      return { status: 200, version: body.version, body };
    },
    async getDeadlines() {
      const body = await read('deadlines', DeadlinesDocument);
      return { status: 200, version: body.version, body };
    },
    async getTriage() {
      const body = await read('triage', TriageThresholds);
      return { status: 200, version: body.version, body };
    },
    async getBoundaries() {
      const body = await read('boundaries', BoundariesDocument);
      return { status: 200, version: body.version, body };
    },

    async putCategories({ body, headers }) {
      refuse(duplicateErrors('categories', body.categories));
      return replace('categories', CategoriesDocument, body, headers['if-match']);
    },
    async putRouting({ body, headers }) {
      refuse(routingErrors(body, await units()));
      return replace('routing', RoutingDocument, body, headers['if-match']);
    },

    async putCalendar({ body, headers }) {
      refuse(missingYears(body, clock.now()).flatMap(({ isNow, error }) => (isNow ? [error] : [])));
      return replace('calendar', WorkingCalendar, body, headers['if-match']);
    },

    async putDeadlines({ body, headers }) {
      return replace('deadlines', DeadlinesDocument, body, headers['if-match']);
    },

    async putTriage({ body, headers }) {
      return replace('triage', TriageThresholds, body, headers['if-match']);
    },

    async putBoundaries({ body, headers, query }) {
      const dryRun = query.dryRun === 'true';
      const { areas, errors: found } = checkBoundaries(body, await units());
      refuse(found);
      const current = await store.read('boundaries', BoundariesDocument);
      mustMatch(headers['if-match'], current);
      const before = current === null ? [] : await store.readAreas(current.body);
      const changes = areas.map(({ unit, polygons }) => ({ unit, change: changeOf(unit, polygons, before) }));
      const changed = before.length !== areas.length || changes.some(({ change }) => change !== 'same');
      if (dryRun || !changed) {
        const version = current?.version ?? null;
        return {
          status: 200,
          ...(version !== null && { version }),
          body: { dryRun, version, changed, changes },
        };
      }
      const next = { version: (current?.version ?? 0) + 1, areas } satisfies Boundaries;
      const hash = createHash('sha256').update(JSON.stringify(next)).digest('hex').slice(0, 16);
      const objectKey = `boundaries/${next.version}-${hash}.json`;
      await store.writeAreas(objectKey, next);
      const document = { objectKey, units: areas.map(({ unit }) => unit) };
      const version = await store.replace('boundaries', current, document, clock.now());
      return { status: 200, version, body: { dryRun, version, changed, changes } };
    },
  };
}

function changeOf(unit: string, polygons: unknown, before: Boundaries['areas']): 'new' | 'changed' | 'same' {
  const old = before.find((area) => area.unit === unit);
  if (old === undefined) return 'new';
  return same(old.polygons, polygons) ? 'same' : 'changed';
}
