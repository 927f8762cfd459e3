import * as z from 'zod';
import { postRoles } from './access/actor.ts';
import { Time } from './identifiers.ts';

/** A day of the city's calendar, `2026-11-23`. */
export const Day = z.iso.date();

/**
 * A post: somebody's place in a unit, with a role, from a day to a day (both included; no end while null). The
 * directory feature imports all posts of the city as one version; the one that documentKey('posts') names is in force.
 */
export const Post = z.object({
  /** `<unit>.<role>`: one person holds it once. Sent in the header City-Post. */
  id: z.string(),
  /** subjectKey of the holder at the officials' issuer. */
  holder: z.string(),
  /** The holder's subject at that issuer: their login. */
  login: z.string(),
  name: z.string(),
  unit: z.string(),
  role: z.enum(postRoles),
  from: Day,
  to: Day.nullish(),
});
export type Post = z.infer<typeof Post>;

/** A version's posts of one person; sort key `POST#<id>`. */
export const holderPartition = (version: number, holder: string) => `POSTS#${version}#${holder}`;
export const postKey = (version: number, { holder, id, from }: Pick<Post, 'holder' | 'id' | 'from'>) => ({
  PK: holderPartition(version, holder),
  SK: `POST#${id}#${from}`,
});
/** A version's posts of one unit, on GSI1; sort key `<role>#<login>#<from>`. */
export const unitPostsPartition = (version: number, unit: string) => `UNITPOSTS#${version}#${unit}`;

/** Somebody else acts in a post during its holder's absence (PK = DELEGATE#<holder of the duty>, SK = DELEGATION#id). */
export const Delegation = z.object({
  id: z.string(),
  /** The post that is acted in. */
  post: Post.pick({ id: true, holder: true, unit: true, role: true }),
  /** Who acts in it: subjectKey and login. */
  delegate: z.string(),
  delegateLogin: z.string(),
  from: Day,
  to: Day,
  /** Ended before its time. */
  endedAt: Time.nullish(),
});
export type Delegation = z.infer<typeof Delegation>;

export const delegatePartition = (delegate: string) => `DELEGATE#${delegate}`;
export const delegationKey = ({ delegate, id }: Pick<Delegation, 'delegate' | 'id'>) => ({
  PK: delegatePartition(delegate),
  SK: `DELEGATION#${id}`,
});
/** The delegations that a holder gave, on GSI1, by id. */
export const delegationsByHolder = (holder: string) => `DELEGATIONS-OF#${holder}`;

/** Is it in force on a day? */
export const holdsOn = ({ from, to }: { from: string; to?: string | null | undefined }, day: string) =>
  from <= day && (to === null || to === undefined || day <= to);
