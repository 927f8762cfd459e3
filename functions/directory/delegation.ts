import * as z from 'zod';
import { daysAfter } from '../../shared/city/calendar.ts';
import type { Unit } from '../../shared/city/directory.ts';
import { unitsBelow } from '../../shared/city/hierarchy.ts';
import { Day, Delegation, holdsOn, type Post } from '../../shared/directory-record.ts';
import { DomainError, errors, invalidField } from '../../shared/errors.ts';
import { directoryErrors } from './errors.ts';
import { overlap } from './post-rows.ts';

/** Days that a delegation may last at most. Assumed: leave beyond a quarter needs a post of its own. */
export const longestDays = 90;

/** A delegation as it is kept: with the names of both, since logins say little. */
export const GivenDelegation = Delegation.extend({ holderName: z.string(), delegateName: z.string() });
export type GivenDelegation = z.infer<typeof GivenDelegation>;

/** What a person has given and is not over yet, as one item: two delegations at a time cannot pass each other. */
export const Ledger = z.object({
  version: z.number().int(),
  given: z.array(z.object({ id: z.string(), delegate: z.string(), post: z.string(), from: Day, to: Day })),
});
export type Ledger = z.infer<typeof Ledger>;

export interface DelegationWish {
  post: string;
  to: string;
  from: string;
  until: string;
}

interface Ground {
  today: string;
  /** Posts that the caller holds themself, past and future ones too. */
  own: readonly Post[];
  /** Posts of whoever shall act. */
  theirs: readonly Post[];
  units: readonly Unit[];
  ledger: Ledger;
  /** May posts of this role be delegated at all? */
  mayDelegate: (role: Post['role']) => boolean;
}

/**
 * The delegation that a caller wishes for. Throws a 403 for a post that is not theirs or not one to delegate, a 400
 * where the time does not fit or the other one works elsewhere, a 409 where somebody acts in the post then already.
 */
export function delegation(id: string, wish: DelegationWish, ground: Ground): GivenDelegation {
  const { from, until } = wish;
  if (from < ground.today) {
    throw invalidField('from', { vi: 'Đã qua', en: 'It has passed' });
  }
  if (until < from) {
    throw invalidField('until', {
      vi: `Trước ngày bắt đầu ${from}`,
      en: `It is before the first day, ${from}`,
    });
  }
  if (until > daysAfter(from, longestDays - 1)) {
    throw invalidField('until', { vi: `Nhiều nhất ${longestDays} ngày`, en: `At most ${longestDays} days` });
  }
  const post = heldThroughout(wish, ground);
  const there = ground.theirs.filter((one) => holdsOn(one, from));
  const delegate = there.find(({ unit }) => related(ground, post.unit, unit));
  if (delegate === undefined || delegate.holder === post.holder) {
    throw invalidField('to', {
      vi: 'Không phải người khác có vị trí trong đơn vị này, đơn vị cấp trên hoặc cấp dưới',
      en: 'It is nobody else with a post in this unit, one above or one below it',
    });
  }
  const period = { from, to: until };
  if (ground.ledger.given.some((one) => one.post === post.id && overlap(one, period))) {
    throw new DomainError(directoryErrors.delegatedAlready);
  }
  return {
    id,
    post: { id: post.id, holder: post.holder, unit: post.unit, role: post.role },
    holderName: post.name,
    delegate: delegate.holder,
    delegateLogin: delegate.login,
    delegateName: delegate.name,
    ...period,
  };
}

function heldThroughout(
  { post: id, from, until }: DelegationWish,
  { own, today, mayDelegate }: Ground,
): Post {
  const held = own.filter((post) => post.id === id && (post.to ?? today) >= today && mayDelegate(post.role));
  if (held.length === 0) {
    throw new DomainError(errors.forbidden, [
      {
        field: 'post',
        message: { vi: 'Không phải vị trí của chính bạn', en: 'It is not a post of your own' },
      },
    ]);
  }
  const post = held.find((one) => holdsOn(one, from) && holdsOn(one, until));
  if (post) return post;
  throw invalidField('until', {
    vi: 'Bạn không giữ vị trí này trong cả thời gian đó',
    en: 'You do not hold this post for all of that time',
  });
}

function related({ units, today }: Ground, a: string, b: string): boolean {
  return a === b || unitsBelow(units, a, today).includes(b) || unitsBelow(units, b, today).includes(a);
}

/** The ledger with one delegation more; what is over has left it. */
export function withGiven(
  ledger: Ledger,
  { id, delegate, post, from, to }: Delegation,
  today: string,
): Ledger {
  const given = ledger.given.filter((one) => one.to >= today);
  return { version: ledger.version + 1, given: [...given, { id, delegate, post: post.id, from, to }] };
}

/** The ledger without one that was ended. */
export function withoutGiven(ledger: Ledger, id: string): Ledger {
  return { version: ledger.version + 1, given: ledger.given.filter((one) => one.id !== id) };
}
