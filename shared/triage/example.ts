import * as z from 'zod';
import { categoryCodes } from '../city/categories.ts';
import { CategoryCode } from '../city/directory.ts';
import { urgencies, Urgency } from '../city/urgency.ts';
import type { HeadName } from './model.ts';
import { outOfScopeKinds } from './scope.ts';

/** A text and what people say of it. */
export const Example = z.strictObject({
  text: z.string().min(1),
  category: CategoryCode,
  urgency: Urgency,
  outOfScope: z.enum(outOfScopeKinds).optional(),
  /** Shared by the variants of one text, which must not be split. */
  group: z.string().min(1).optional(),
});
export type Example = z.infer<typeof Example>;

interface Question {
  labels: readonly string[];
  /** Index of the label that an example has. */
  classOf: (example: Example) => number;
}

/** What the model is asked about a text. */
export const questions: Record<HeadName, Question> = {
  category: { labels: categoryCodes, classOf: ({ category }) => categoryCodes.indexOf(category) },
  urgency: { labels: urgencies, classOf: ({ urgency }) => urgencies.indexOf(urgency) },
  scope: {
    labels: ['in', ...outOfScopeKinds],
    classOf: ({ outOfScope }) => (outOfScope === undefined ? 0 : outOfScopeKinds.indexOf(outOfScope) + 1),
  },
};
