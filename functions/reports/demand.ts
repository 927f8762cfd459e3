import type { Actor } from '../../shared/access/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { reportErrors } from './errors.ts';
import { type Change, entryOf, isOpen, type Report } from './report.ts';

/** How much earlier a report stands in its queue for each further person who is affected, as if it were due then. Assumed. */
const hoursEach = 6;
/** Persons that count for that at most, so that nothing else is kept waiting for ever. Assumed. */
const mostCounted = 20;

/** By which time a report stands in its office's queue: its deadline, and earlier the more people are affected. */
export function rankAt({ dueAt, demand }: Pick<Report, 'dueAt' | 'demand'>): string {
  const earlier = Math.min(demand, mostCounted) * hoursEach * 3_600_000;
  return new Date(Date.parse(dueAt) - earlier).toISOString();
}

/** The report with one more person whom it affects. It moves no version: no official's decision gets stale by it. */
export function supported(report: Report, actor: Actor, now: Date): Change {
  if (!isOpen(report.status)) throw new DomainError(reportErrors.wrongState);
  const after: Report = { ...report, demand: report.demand + 1 };
  const entry = entryOf(after, 'report.supported', actor, now, {
    audience: 'office',
    data: { demand: after.demand },
  });
  return { report: after, takes: [], entry };
}
