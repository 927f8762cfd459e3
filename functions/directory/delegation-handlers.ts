import type { Actor } from '../../shared/access/actor.ts';
import { mayEver } from '../../shared/access/permissions.ts';
import { subjectKey } from '../../shared/account-record.ts';
import { dayOf } from '../../shared/city/calendar.ts';
import { UnitsDocument } from '../../shared/city/directory.ts';
import type { Clock } from '../../shared/clock.ts';
import { DomainError, errors } from '../../shared/errors.ts';
import type { Handlers } from '../../shared/http/route.ts';
import { newId } from '../../shared/identifiers.ts';
import { CreatedMeanwhile, findCreated, rememberCreated } from '../../shared/idempotency.ts';
import { record } from '../../shared/timeline-store.ts';
import { actorOf, type NewEntry } from '../../shared/timeline.ts';
import { delegation, type GivenDelegation, withGiven, withoutGiven } from './delegation.ts';
import type { DelegationStore } from './delegation-store.ts';
import type { routes } from './routes.ts';
import type { DirectoryStore } from './store.ts';

export interface DelegationDependencies {
  store: DirectoryStore;
  delegations: DelegationStore;
  clock: Clock;
  issuer: string;
  idempotencyDays: number;
}

type DelegationRoutes = Pick<typeof routes, 'createDelegation' | 'listDelegations' | 'endDelegation'>;

export function delegationHandlers({
  store,
  delegations,
  clock,
  issuer,
  idempotencyDays,
}: DelegationDependencies): Handlers<DelegationRoutes> {
  const { table } = store;

  async function facts(holder: string, delegate: string) {
    const [units, inForce, ledger] = await Promise.all([
      store.read('units', UnitsDocument),
      store.postsInForce(),
      delegations.ledger(holder),
    ]);
    const posts = async (of: string) => (inForce ? store.postsOfHolder(inForce.version, of) : []);
    const [own, theirs] = await Promise.all([posts(holder), posts(delegate)]);
    return { units: units?.body.units ?? [], own, theirs, ledger };
  }

  return {
    async createDelegation({ actor, body, headers }) {
      const { accountId, holder } = official(actor);
      const now = clock.now();
      const today = dayOf(now);
      const delegate = subjectKey(issuer, body.to);
      const creation = { accountId, route: 'createDelegation', key: headers['idempotency-key'], body };
      const earlier = async () => {
        const id = await findCreated(table, creation, now);
        const found = id === null ? null : await delegations.find({ delegate, id });
        return found && { status: 201 as const, body: viewOf(found) };
      };
      const answered = await earlier();
      if (answered) return answered;
      const found = await facts(holder, delegate);
      const mayDelegate = (role: Actor['role']) => mayEver({ ...actor, role }, 'posts.delegate');
      const given = delegation(newId(now), body, { ...found, today, mayDelegate });
      try {
        await delegations.create(
          given,
          { before: found.ledger, after: withGiven(found.ledger, given, today) },
          entryOf(given.id, 'directory.delegated', 1, actor, now, factsOf(given)),
          rememberCreated(table, creation, given.id, now, idempotencyDays),
        );
      } catch (error) {
        const other = error instanceof CreatedMeanwhile ? await earlier() : null;
        if (other === null) throw error;
        return other;
      }
      return { status: 201, body: viewOf(given) };
    },

    async listDelegations({ actor }) {
      const { holder } = official(actor);
      const [given, received] = await Promise.all([delegations.given(holder), delegations.received(holder)]);
      return { status: 200, body: { given: given.map(viewOf), received: received.map(viewOf) } };
    },

    async endDelegation({ actor, params: { id } }) {
      const { holder } = official(actor);
      const now = clock.now();
      const ledger = await delegations.ledger(holder);
      const listed = ledger.given.find((one) => one.id === id);
      const found = listed ? await delegations.find({ delegate: listed.delegate, id }) : null;
      if (found === null) {
        // Whoever tries what is not theirs is on record; all are told the same.
        await record(table, entryOf(id, 'directory.delegation-refused', 0, actor, now, {}));
        throw new DomainError(errors.notFound);
      }
      const ended = { ...found, endedAt: now.toISOString() };
      await delegations.end(
        ended,
        { before: ledger, after: withoutGiven(ledger, id) },
        entryOf(id, 'directory.delegation-ended', 2, actor, now, factsOf(ended)),
      );
      return { status: 200, body: viewOf(ended) };
    },
  };
}

/** Only officials have posts; what else calls has no business here. */
function official({ accountId, holder }: Actor): { accountId: string; holder: string } {
  if (accountId === null || holder === undefined) throw new DomainError(errors.forbidden);
  return { accountId, holder };
}

function entryOf(
  id: string,
  type: string,
  version: number,
  actor: Actor,
  now: Date,
  data: NewEntry['data'],
): NewEntry {
  return {
    type,
    at: now.toISOString(),
    aggregate: { type: 'directory', id, version },
    actor: actorOf(actor),
    audience: 'office',
    noteAudience: 'office',
    note: null,
    data,
  };
}

function factsOf({ post, delegate, from, to }: GivenDelegation): NewEntry['data'] {
  return { post: post.id, unit: post.unit, role: post.role, delegate, from, to };
}

function viewOf({ id, post, holderName, delegateName, from, to, endedAt }: GivenDelegation) {
  return {
    id,
    post: post.id,
    unit: post.unit,
    role: post.role,
    by: holderName,
    to: delegateName,
    from,
    until: to,
    endedAt: endedAt ?? null,
  };
}
