import * as z from 'zod';
import { rule } from '../http/validation.ts';
import { CategoryCode } from './directory.ts';
import { Delay, Duration, roughHours } from './duration.ts';
import { urgencies, Urgency } from './urgency.ts';

/** How long each part of the work on some reports may take, and when whom above hears that it took longer. */
const Rule = z.strictObject({
  /** For reports of this category; of any where left out. */
  category: CategoryCode.optional(),
  /** For reports this pressing; however pressing where left out. */
  urgency: Urgency.optional(),
  /** For the monitoring centre to screen what has no category. */
  verify: Duration,
  /** For an office to say that it takes the report on. */
  accept: Duration,
  /** From submission to solution. */
  resolve: Duration,
  /** How long before that deadline its handler is reminded. */
  remindBefore: Duration,
  /** How long after a missed deadline each step is taken: the unit's leader; those above it and the monitoring centre; the city's leadership. */
  ladder: z.array(Delay).min(1).max(3),
});
export type DeadlineRule = z.infer<typeof Rule>;

/**
 * The city's deadlines, as an admin edits them: the first rule that fits a report's category and urgency decides. A
 * report keeps the version that was in force when it came.
 */
export const DeadlinesDocument = z
  .strictObject({
    /** Where the numbers are from; those that are assumed say so. */
    source: z.string().min(1),
    rules: z.array(Rule).min(1).max(200),
    /** How long the clock may stand still for an answer; then the report is back at the office. */
    waits: z.strictObject({ reporter: Duration, thirdParty: Duration }),
    /** The longest extension that may be granted. */
    extension: z.strictObject({ atMost: Duration }),
    /** How long a resolved report can be rated and reopened before it is closed by itself. */
    closeAfter: Duration,
  })
  .check(({ value, issues }) => {
    for (const { path, text } of problemsWith(value.rules)) {
      const { error, params } = rule(text);
      issues.push({ code: 'custom', input: value, path: [...path], message: error, params });
    }
  })
  .meta({ id: 'DeadlinesDocument' });
export type DeadlinesDocument = z.infer<typeof DeadlinesDocument>;

type Problem = { path: readonly (string | number)[]; text: { vi: string; en: string } };

/** What no schema of a field can see: a reminder before the start, steps that run backwards, rules that nothing reaches. */
function problemsWith(rules: readonly DeadlineRule[]): Problem[] {
  const found = rules.flatMap((one, index): Problem[] => {
    const at = (...path: (string | number)[]) => ['rules', index, ...path];
    const longerThan = (name: 'verify' | 'accept' | 'remindBefore') =>
      roughHours(one[name]) > roughHours(one.resolve)
        ? [
            {
              path: at(name),
              text: { vi: 'Dài hơn thời hạn giải quyết', en: 'This is longer than the time to resolve' },
            },
          ]
        : [];
    const backwards = one.ladder.flatMap((step, level) =>
      level > 0 && roughHours(step) < roughHours(one.ladder[level - 1] ?? step)
        ? [
            {
              path: at('ladder', level),
              text: { vi: 'Sớm hơn bậc trước', en: 'This comes before the step below it' },
            },
          ]
        : [],
    );
    const unreachable = reached(rules.slice(0, index), one)
      ? []
      : [
          {
            path: at(),
            text: {
              vi: 'Không bao giờ dùng đến: các quy tắc trước đã bao trùm',
              en: 'It never applies: the rules before it cover it',
            },
          },
        ];
    return [
      ...longerThan('verify'),
      ...longerThan('accept'),
      ...longerThan('remindBefore'),
      ...backwards,
      ...unreachable,
    ];
  });
  const last = rules.at(-1);
  if (last?.category === undefined && last?.urgency === undefined) return found;
  return [
    ...found,
    {
      path: ['rules', rules.length - 1],
      text: {
        vi: 'Quy tắc cuối phải áp dụng cho mọi phản ánh: không có category và urgency',
        en: 'The last rule has to hold for all reports: without category and urgency',
      },
    },
  ];
}

/** Is there an urgency for which a rule applies, behind those before it? */
const reached = (earlier: readonly DeadlineRule[], rule: DeadlineRule) =>
  (rule.urgency === undefined ? urgencies : [rule.urgency]).some((urgency) =>
    earlier.every(
      (one) =>
        (one.category !== undefined && one.category !== rule.category) ||
        (one.urgency !== undefined && one.urgency !== urgency),
    ),
  );

/** The rule for a report: the first that fits. The last one fits all. */
export function ruleFor(
  { rules }: Pick<DeadlinesDocument, 'rules'>,
  report: { category: CategoryCode | null; urgency: Urgency },
): DeadlineRule {
  const found = rules.find(
    ({ category, urgency }) =>
      (category === undefined || category === report.category) &&
      (urgency === undefined || urgency === report.urgency),
  );
  if (found === undefined) throw new Error('no rule of the deadlines holds for all reports');
  return found;
}
