import * as z from 'zod';
import { CategoryCode } from '../../shared/city/directory.ts';
import { Duration } from '../../shared/city/duration.ts';
import { Urgency } from '../../shared/city/urgency.ts';
import { rule } from '../../shared/http/validation.ts';
import { Id } from '../../shared/identifiers.ts';
import { Outcome } from './report.ts';

const Note = z.string().trim().min(1).max(2000);
const UnitCode = z.string().min(1).max(20).meta({ description: "A unit's code" });

/** Photos of one report, each once. */
export const PhotoIds = z
  .array(Id)
  .max(5)
  .refine(
    (ids) => new Set(ids).size === ids.length,
    rule({ vi: 'Có ảnh bị lặp', en: 'A photo is named twice' }),
  );

const actions = {
  categorise: z.strictObject({
    action: z.literal('categorise'),
    category: CategoryCode,
    unit: UnitCode.optional().meta({ description: 'Another unit than routing gives' }),
    urgency: Urgency.optional().meta({ description: 'How pressing it is; as before where left out' }),
  }),
  assign: z
    .strictObject({
      action: z.literal('assign'),
      unit: UnitCode.optional(),
      assignee: z.string().min(1).max(64).optional().meta({ description: 'Account id of an official' }),
    })
    .refine(
      ({ unit, assignee }) => unit !== undefined || assignee !== undefined,
      rule({ vi: 'Cần unit hoặc assignee', en: 'unit or assignee is needed' }),
    ),
  accept: z.strictObject({ action: z.literal('accept') }),
  start: z.strictObject({ action: z.literal('start') }),
  ask: z.strictObject({ action: z.literal('ask'), question: Note }),
  wait: z.strictObject({
    action: z.literal('wait'),
    party: z.string().trim().min(1).max(200).meta({ description: 'The third party waited for' }),
    reason: Note.optional(),
  }),
  answer: z.strictObject({ action: z.literal('answer'), text: Note }),
  return: z.strictObject({
    action: z.literal('return'),
    unit: UnitCode.meta({ description: 'Whose it is; the monitoring centre where that is not known' }),
    reason: Note,
  }),
  reject: z.strictObject({
    action: z.literal('reject'),
    reason: Note.meta({ description: 'Why it is out of scope, and where to go instead' }),
  }),
  resolve: z
    .strictObject({
      action: z.literal('resolve'),
      outcome: Outcome.extract(['fixed', 'partly', 'cannot_fix']).default('fixed'),
      done: Note.meta({ description: 'What was done' }),
      photoIds: PhotoIds.default([]),
    })
    .refine(({ outcome, photoIds }) => outcome === 'cannot_fix' || photoIds.length > 0, {
      ...rule({ vi: 'Cần ít nhất một ảnh kết quả', en: 'A photo of the result is needed' }),
      path: ['photoIds'],
    }),
  askExtension: z.strictObject({
    action: z.literal('ask-extension'),
    duration: Duration,
    reason: Note.meta({ description: 'Why more time is needed' }),
  }),
  grantExtension: z.strictObject({ action: z.literal('grant-extension'), reason: Note.optional() }),
  refuseExtension: z.strictObject({ action: z.literal('refuse-extension'), reason: Note }),
  merge: z.strictObject({
    action: z.literal('merge'),
    into: Id.meta({ description: 'The report that goes on for this one' }),
  }),
  close: z.strictObject({ action: z.literal('close') }),
  reopen: z.strictObject({ action: z.literal('reopen'), reason: Note }),
  withdraw: z.strictObject({ action: z.literal('withdraw'), reason: Note.optional() }),
};

/** What may be done to a report, with what must be given. */
export const Command = z.discriminatedUnion('action', [
  actions.categorise,
  actions.assign,
  actions.accept,
  actions.start,
  actions.ask,
  actions.wait,
  actions.answer,
  actions.return,
  actions.reject,
  actions.resolve,
  actions.askExtension,
  actions.grantExtension,
  actions.refuseExtension,
  actions.merge,
  actions.close,
  actions.reopen,
  actions.withdraw,
]);
export type Command = z.infer<typeof Command>;
export type ActionName = Command['action'];
