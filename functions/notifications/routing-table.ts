import * as z from 'zod';
import { reportEventTypes } from '../../events/report.ts';
import { Urgency } from '../../shared/city/urgency.ts';
import type { FieldError, Text } from '../../shared/errors.ts';
import { unknownVariables } from './template.ts';

/** What the city makes for one person by itself, beside what it hears of. */
export const ownEvents = ['digest.official', 'digest.leader', 'digest.city', 'notices.summary'] as const;
export const noticeEvents = [...reportEventTypes, 'photo.refused', ...ownEvents] as const;
export type NoticeEvent = (typeof noticeEvents)[number];

/**
 * Who is told. `office` is all people of the unit that has the report, `handler` whoever works on it (the office while
 * nobody does), `supervisor` the leaders of the unit above, `consulted` the offices that were asked for their view.
 * `recipient` is the one person that a digest is made for.
 */
export const audiences = [
  'reporter',
  'follower',
  'handler',
  'office',
  'leader',
  'supervisor',
  'monitoring',
  'city-leadership',
  'consulted',
  'recipient',
] as const;
export type NoticeAudience = (typeof audiences)[number];

/** What people choose by, when they say what they want to be told outside of the app. */
export const noticeKinds = ['progress', 'questions', 'work', 'deadlines', 'digests'] as const;
export const NoticeKind = z.enum(noticeKinds);
export type NoticeKind = z.infer<typeof NoticeKind>;

/** A text in both languages; what stands in {braces} is filled in. */
const Template = z.strictObject({ vi: z.string().min(1).max(2000), en: z.string().min(1).max(2000) });

/** One row: what somebody is told when something happens, and by which ways beside the inbox. */
export const NoticeRow = z.strictObject({
  event: z.enum(noticeEvents),
  audience: z.enum(audiences),
  /** Steps of the ladder for which it holds, on events that have one; all where left out. */
  levels: z.array(z.number().int().min(1).max(9)).min(1).optional(),
  /** How pressing the report is for which it holds; however pressing where left out. */
  urgencies: z.array(Urgency).min(1).optional(),
  /** Only where the machine holds it possible that the report is urgent. */
  mayBeUrgent: z.literal(true).optional(),
  /** Told even of what they did themselves. */
  own: z.boolean().optional(),
  kind: NoticeKind,
  /** Goes out in quiet hours too, and beyond the cap. */
  urgent: z.boolean().optional(),
  /** What stands in the inbox. */
  texts: Template,
  channels: z.strictObject({
    inbox: z.literal(true),
    /** Shown by a phone to whoever looks: no variables. */
    push: z.strictObject({ text: Template }).optional(),
    zalo: z
      .strictObject({
        /** Of the template that the provider approved. */
        templateId: z.string().regex(/^\d{1,20}$/),
        /** The approved template's own parameters and what goes into each. */
        data: z.record(z.string().regex(/^\w{1,40}$/), z.string().min(1).max(200)),
      })
      .optional(),
    email: z.strictObject({ subject: Template, text: Template }).optional(),
  }),
});
export type NoticeRow = z.infer<typeof NoticeRow>;

/** The routing table of notices, as an admin edits it: a row for each event and audience. */
export const NoticesDocument = z
  .strictObject({ rows: z.array(NoticeRow).min(1).max(400) })
  .meta({ id: 'NoticesDocument' });
export type NoticesDocument = z.infer<typeof NoticesDocument>;

/** Of every change of a report. */
const ofReports = ['code', 'unit', 'day'];
const figures = ['open', 'due', 'overdue', 'asked', 'unassigned'];
const ofOthers: Partial<Record<NoticeEvent, readonly string[]>> = {
  'photo.refused': ['day'],
  'report.reminded': [...ofReports, 'due'],
  'report.overdue': [...ofReports, 'due'],
  'report.extended': [...ofReports, 'due'],
  'report.escalated': [...ofReports, 'missed'],
  'report.merged': [...ofReports, 'other'],
  'digest.official': ['day', 'unit', ...figures],
  'digest.leader': ['day', 'unit', ...figures],
  'digest.city': ['day', 'worst', ...figures],
  'notices.summary': ['count'],
};

/** The variables that templates of an event may have: those of a report's change, and what it has besides or instead. */
export const variablesOf = (event: NoticeEvent): readonly string[] => ofOthers[event] ?? ofReports;

const isOwn = (event: NoticeEvent) => ownEvents.some((one) => one === event);

/** What is wrong with a row beyond its shape, by field below `at`: variables, and audiences that no event of its kind has. */
export function rowErrors(row: NoticeRow, at: string): FieldError[] {
  const { event, audience, levels, texts, channels } = row;
  const known = variablesOf(event);
  const languages = (field: string, text: Text, variables = known) => [
    ...variableErrors(`${field}.vi`, text.vi, variables),
    ...variableErrors(`${field}.en`, text.en, variables),
  ];
  return [
    ...languages(`${at}.texts`, texts),
    ...(channels.push ? languages(`${at}.channels.push.text`, channels.push.text, []) : []),
    ...(channels.email
      ? [
          ...languages(`${at}.channels.email.subject`, channels.email.subject),
          ...languages(`${at}.channels.email.text`, channels.email.text),
        ]
      : []),
    ...Object.entries(channels.zalo?.data ?? {}).flatMap(([name, text]) =>
      variableErrors(`${at}.channels.zalo.data.${name}`, text, known),
    ),
    ...(isOwn(event) === (audience === 'recipient') && (event !== 'photo.refused' || audience === 'reporter')
      ? []
      : [wrong(`${at}.audience`, `${event} không có đối tượng này`, `${event} has no such audience`)]),
    ...(levels === undefined || event === 'report.escalated'
      ? []
      : [wrong(`${at}.levels`, 'Chỉ report.escalated có cấp', 'Only report.escalated has levels')]),
  ];
}

/** What is wrong with the table as a whole, each field by its place (`rows.3.texts.vi`). Empty when all is well. */
export function tableErrors({ rows }: NoticesDocument): FieldError[] {
  return [
    ...rows.flatMap((row, index) => [
      ...rowErrors(row, `rows.${index}`),
      ...rows
        .slice(0, index)
        .flatMap((earlier, first) =>
          overlap(earlier, row)
            ? [
                wrong(
                  `rows.${index}.audience`,
                  `rows.${first} đã nói điều này với cùng đối tượng`,
                  `rows.${first} tells the same audience of this already`,
                ),
              ]
            : [],
        ),
    ]),
    ...ownEvents
      .filter((event) => !rows.some((row) => row.event === event))
      .map((event) => wrong('rows', `Thiếu dòng của ${event}`, `The row of ${event} is missing`)),
  ];
}

function overlap(a: NoticeRow, b: NoticeRow): boolean {
  if (a.event !== b.event || a.audience !== b.audience) return false;
  return share(a.levels, b.levels) && share(a.urgencies, b.urgencies);
}

/** Have two limits something in common? Left out, a limit holds all. */
const share = <T>(a: readonly T[] | undefined, b: readonly T[] | undefined) =>
  a === undefined || b === undefined || b.some((one) => a.includes(one));

const wrong = (field: string, vi: string, en: string): FieldError => ({ field, message: { vi, en } });

function variableErrors(field: string, text: string, known: readonly string[]): FieldError[] {
  const can =
    known.length === 0
      ? { vi: 'không dùng biến', en: 'there are none here' }
      : { vi: list(known), en: list(known) };
  return unknownVariables(text, known).map((name) =>
    wrong(field, `Không có biến ${name} (${can.vi})`, `There is no variable ${name} (${can.en})`),
  );
}

const list = (names: readonly string[]) => names.map((name) => `{${name}}`).join(', ');
