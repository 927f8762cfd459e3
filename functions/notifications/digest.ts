import { createHash } from 'node:crypto';
import { encodeTime } from 'ulid';
import * as z from 'zod';
import { dayOf, daysAfter } from '../../shared/city/calendar.ts';
import type { Text } from '../../shared/errors.ts';
import { Time } from '../../shared/identifiers.ts';
import { ReportStatus } from '../../shared/report.ts';
import { account, type Telling } from './notices.ts';
import type { NoticeRow, NoticesDocument, ownEvents } from './routing-table.ts';
import { fillBoth, type Values } from './template.ts';

/** What a digest needs to know of an open report, as it stands in its unit's queue. */
export const QueuedReport = z.object({
  id: z.string(),
  assignee: z.string().nullish(),
  status: ReportStatus,
  dueAt: Time.nullish(),
  pausedAt: Time.nullish(),
  escalationLevel: z.number().int().nullish(),
});
export type QueuedReport = z.infer<typeof QueuedReport>;

/** Figures of some open reports. */
export const Figures = z.object({
  open: z.number().int(),
  /** Due later today. */
  due: z.number().int(),
  overdue: z.number().int(),
  /** Those above were told of them, and ask for them. */
  asked: z.number().int(),
  /** Nobody's yet. */
  unassigned: z.number().int(),
});
export type Figures = z.infer<typeof Figures>;

/** The clock stands still while others are waited for: nothing falls due then, but what was late before stays late. */
const waits = ({ pausedAt, dueAt }: QueuedReport) => !!pausedAt && !!dueAt && pausedAt < dueAt;

export function figuresOf(reports: readonly QueuedReport[], now: Date): Figures {
  const at = now.toISOString();
  const today = dayOf(now);
  const count = (holds: (report: QueuedReport) => boolean) => reports.filter(holds).length;
  return {
    open: reports.length,
    due: count((one) => !waits(one) && !!one.dueAt && one.dueAt > at && dayOf(new Date(one.dueAt)) === today),
    overdue: count((one) => !waits(one) && !!one.dueAt && one.dueAt <= at),
    asked: count(({ escalationLevel }) => (escalationLevel ?? 0) > 0),
    unassigned: count(({ assignee }) => !assignee),
  };
}

/** Is there anything that somebody should know this morning? */
export const hasNews = ({ due, overdue, asked, unassigned }: Figures) =>
  due + overdue + asked + unassigned > 0;

/** Figures of several units together. */
export function sumOf(all: readonly Figures[]): Figures {
  const sum = (pick: (figures: Figures) => number) => all.reduce((total, one) => total + pick(one), 0);
  return {
    open: sum(({ open }) => open),
    due: sum(({ due }) => due),
    overdue: sum(({ overdue }) => overdue),
    asked: sum(({ asked }) => asked),
    unassigned: sum(({ unassigned }) => unassigned),
  };
}

/** The Monday of a day's week. */
export function mondayOf(day: string): string {
  const sinceMonday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return daysAfter(day, -sinceMonday);
}

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The id that a digest has however often it is made: a ULID of its day, made from what it is of. */
export function digestId(day: string, ...of: readonly string[]): string {
  const hash = createHash('sha256')
    .update([day, ...of].join('\n'))
    .digest();
  const letters = Array.from({ length: 16 }, (_, index) => crockford[(hash[index] ?? 0) % 32]);
  return `${encodeTime(Date.parse(`${day}T00:30:00Z`), 10)}${letters.join('')}`;
}

type DigestEvent = Exclude<(typeof ownEvents)[number], 'notices.summary'>;

/** One digest for one person; null when the table has no row for it. */
export function digestTelling(
  { rows }: NoticesDocument,
  digest: {
    event: DigestEvent;
    accountId: string;
    /** What it is of: the day, or the week's Monday. */
    day: string;
    unit: { code: string; name: Text };
    figures: Figures;
    /** Other values of its templates. */
    more?: Values;
    now: Date;
  },
): Telling | null {
  const { event, accountId, day, unit, figures, more, now } = digest;
  const row: NoticeRow | undefined = rows.find((one) => one.event === event);
  if (row === undefined) return null;
  const values: Values = {
    ...Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, String(figure)])),
    day: day.split('-').reverse().join('/'),
    unit: unit.name,
    ...more,
  };
  return {
    notice: {
      address: account(accountId),
      id: digestId(day, event, unit.code, accountId),
      at: now.toISOString(),
      kind: event,
      text: fillBoth(row.texts, values),
      reportId: null,
      code: null,
    },
    row,
    values,
  };
}

/** The units with the most overdue, at most three, each with its number; "none" in words where there is none. */
export function worstUnits(units: readonly { name: Text; figures: Figures }[]): Text {
  const worst = units
    .filter(({ figures }) => figures.overdue > 0)
    .sort((a, b) => b.figures.overdue - a.figures.overdue)
    .slice(0, 3);
  if (worst.length === 0) return { vi: 'không có', en: 'none' };
  const list = (language: keyof Text) =>
    worst.map(({ name, figures }) => `${name[language]} (${figures.overdue})`).join(', ');
  return { vi: list('vi'), en: list('en') };
}
