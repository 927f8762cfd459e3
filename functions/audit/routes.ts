import * as z from 'zod';
import { roles } from '../../shared/access/actor.ts';
import { UnitCode } from '../../shared/city/directory.ts';
import { Day } from '../../shared/directory-record.ts';
import { rule } from '../../shared/http/validation.ts';
import type { Routes } from '../../shared/http/route.ts';
import { Id, Time } from '../../shared/identifiers.ts';
import { Seal } from './seal.ts';

const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const AccountId = z.string().regex(/^[\w:-]{1,64}$/);
const selectors = ['account', 'about', 'unit', 'day'] as const;

const AuditQuery = z
  .strictObject({
    account: AccountId.optional().meta({ description: 'What this account did' }),
    about: AccountId.optional().meta({ description: 'Who looked at this account' }),
    unit: UnitCode.optional().meta({ description: 'What was done in the name of this unit' }),
    month: Month.optional().meta({ description: 'With `unit`; the current one where left out' }),
    day: Day.optional().meta({ description: 'All of the city on this day of UTC' }),
    type: z
      .string()
      .max(80)
      .optional()
      .meta({ description: 'Of this type alone, such as report.reporter-seen' }),
    cursor: z.string().max(500).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(20),
  })
  .refine((query) => selectors.filter((name) => query[name] !== undefined).length === 1, {
    ...rule({
      vi: 'Cần đúng một trong account, about, unit, day',
      en: 'Exactly one of account, about, unit and day is needed',
    }),
    path: ['account'],
  });

/** What is on record: who did what to what, and when. Accounts are pseudonyms. */
const AuditView = z
  .strictObject({
    id: Id,
    at: Time,
    type: z.string(),
    aggregate: z.strictObject({ type: z.string(), id: z.string() }),
    actor: z.strictObject({
      role: z.enum(roles),
      accountId: z.string().nullable(),
      unit: z.string().nullable(),
    }),
    about: z.string().nullable(),
    reason: z.string().nullable().meta({ description: 'Why somebody looked. Never what people wrote' }),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' });

/** The contract of the audit. */
export const routes = {
  searchAudit: {
    method: 'GET',
    path: '/audit',
    summary: 'What was done, looked at and tried, the newest first; each search is on record itself',
    action: 'audit.search',
    query: AuditQuery,
    responses: { 200: z.strictObject({ items: z.array(AuditView), nextCursor: z.string().nullable() }) },
  },
  listSeals: {
    method: 'GET',
    path: '/audit/seals',
    summary: 'The seals of a month: whoever notes their hashes elsewhere can prove what was',
    action: 'audit.check',
    query: z.strictObject({ month: Month }),
    responses: { 200: z.strictObject({ items: z.array(Seal), nextCursor: z.null() }) },
  },
} as const satisfies Routes;

/** What the gateway sends to this feature. */
export const gatewayPaths = ['/audit', '/audit/{proxy+}'] as const;
