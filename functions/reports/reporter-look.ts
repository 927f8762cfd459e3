import * as z from 'zod';
import type { Actor } from '../../shared/access/actor.ts';
import { type Account, Channel } from '../../shared/account-record.ts';
import type { NewEntry } from '../../shared/timeline.ts';
import { entryOf, type Report } from './report.ts';

/** Why somebody needs to know who reported. */
export const ReporterLook = z.strictObject({
  reason: z.string().trim().min(10).max(500).meta({ description: 'Why; its reporter will read it' }),
});

/** Who reported; nulls where the person left the city's accounts. */
export const ReporterIdentity = z
  .strictObject({
    account: z.string(),
    name: z.string().nullable(),
    verified: z.boolean(),
    identityLast: z.string().nullable(),
    contacts: z.array(z.strictObject({ channel: Channel, address: z.string() })),
  })
  .meta({ id: 'ReporterIdentity' });

/** What is recorded of a look: who, why, at whom. */
export function lookEntry(report: Report, about: string, reason: string, actor: Actor, now: Date): NewEntry {
  return {
    ...entryOf(report, 'report.reporter-seen', actor, now, {
      audience: 'office',
      noteAudience: 'parties',
      note: reason,
    }),
    about,
  };
}

/** What is recorded of an attempt to read what is not one's own. */
export function refusedEntry(report: Report, actor: Actor, now: Date): NewEntry {
  return {
    ...entryOf(report, 'report.read-refused', actor, now, { audience: 'office' }),
    about: report.reporterId,
  };
}

export function identityOf(reporterId: string, account: Account | null): z.input<typeof ReporterIdentity> {
  return {
    account: account?.id ?? reporterId,
    name: account?.name ?? null,
    verified: account?.verified ?? false,
    identityLast: account?.identityLast ?? null,
    contacts: (account?.contacts ?? []).map(({ channel, address }) => ({ channel, address })),
  };
}
