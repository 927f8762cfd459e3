import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { Time } from '../../shared/identifiers.ts';

/** What a person can be told of an export; the table has the first two, time makes the others of them. */
export const exportStates = ['asked', 'ready', 'expired', 'failed'] as const;
export type ExportState = (typeof exportStates)[number];

/** Absent in storage, null in code. */
const optional = <S extends z.ZodType>(schema: S) => schema.nullish().transform((value) => value ?? null);

/** An export as it is stored (PK = EXPORT#id, SK = EXPORT; a person's on GSI1). */
export const Export = z.object({
  id: z.string(),
  accountId: z.string(),
  state: z.enum(['asked', 'ready']),
  askedAt: Time,
  /** Where its file lies, or will. Known from the start, so that erasure finds it even half made. */
  objectKey: z.string(),
  readyAt: optional(Time),
  expiresAt: optional(Time),
  bytes: optional(z.number().int()),
  photosLeftOut: optional(z.number().int()),
});
export type Export = z.infer<typeof Export>;

/** The queue keeps a message four days: what is not made by then will not be. */
const makingHours = 96;
/** How long it stays listed after it was asked for, beyond the days in which it can be fetched. Assumed. */
const listedDays = 30;

const later = (at: string, milliseconds: number) => new Date(Date.parse(at) + milliseconds).toISOString();

/** An export that was just asked for. Nobody can guess where its file will lie. */
export function newExport(id: string, accountId: string, now: Date): Export {
  return {
    id,
    accountId,
    state: 'asked',
    askedAt: now.toISOString(),
    objectKey: `exports/${randomBytes(24).toString('base64url')}/${id}.zip`,
    readyAt: null,
    expiresAt: null,
    bytes: null,
    photosLeftOut: null,
  };
}

/** Until when an export that was asked for may still come. */
export const hopedUntil = ({ askedAt }: Pick<Export, 'askedAt'>) => later(askedAt, makingHours * 3_600_000);

/** When the table forgets it, in epoch seconds. */
export const forgottenAt = ({ askedAt }: Export, exportDays: number) =>
  Math.floor(Date.parse(later(askedAt, (exportDays + listedDays) * 86_400_000)) / 1000);

/** The export with its file made. */
export function ready(
  made: Export,
  { bytes, photosLeftOut }: { bytes: number; photosLeftOut: number },
  now: Date,
  days: number,
): Export {
  const readyAt = now.toISOString();
  return {
    ...made,
    state: 'ready',
    readyAt,
    expiresAt: later(readyAt, days * 86_400_000),
    bytes,
    photosLeftOut,
  };
}

/** What became of it by now. */
export function stateAt(one: Export, now: Date): ExportState {
  const at = now.toISOString();
  if (one.state === 'asked') return hopedUntil(one) <= at ? 'failed' : 'asked';
  return one.expiresAt !== null && one.expiresAt <= at ? 'expired' : 'ready';
}
