import * as z from 'zod';
import { en, vi } from 'zod/locales';
import { DomainError, errors, type FieldError, type Text } from '../errors.ts';

/** The bilingual text of a rule that zod has no words for: `.refine(check, rule({ vi: '…', en: '…' }))`. */
export function rule(text: Text) {
  return { error: text.en, params: { text } };
}

const RuleParams = z.object({ text: z.object({ vi: z.string(), en: z.string() }) });

/** Wrong fields that are named at most: a file of 36,000 wrong positions must not become an answer of megabytes. */
const mostNamed = 50;

/**
 * Parses what a client sent, or throws a 400 that names each wrong field in both languages.
 * `rename` turns a path into the name people know it by (a header's usual spelling).
 */
export function parse<S extends z.ZodType>(
  schema: S,
  value: unknown,
  rename = (path: string) => path,
): z.output<S> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  // Once more in each language, since zod words its messages while it parses.
  const inVietnamese = schema.safeParse(value, vietnamese).error?.issues ?? [];
  const inEnglish = schema.safeParse(value, english).error?.issues ?? [];
  const fields = result.error.issues.slice(0, mostNamed).flatMap((issue, index) =>
    fieldErrors(issue, rename, {
      vi: inVietnamese[index]?.message ?? issue.message,
      en: inEnglish[index]?.message ?? issue.message,
    }),
  );
  throw new DomainError(errors.invalid, fields);
}

const vietnamese = { error: vi().localeError };
const english = { error: en().localeError };

function fieldErrors(issue: z.core.$ZodIssue, rename: (path: string) => string, words: Text): FieldError[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: rename([...path, key].join('.')),
      message: { vi: 'Không có trường này', en: 'There is no such field' },
    }));
  }
  return [{ field: rename(path.join('.')) || 'body', message: messageOf(issue, words) }];
}

function messageOf(issue: z.core.$ZodIssue, words: Text): Text {
  if (issue.code === 'custom') {
    const own = RuleParams.safeParse(issue.params);
    if (own.success) return own.data.text;
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    return { vi: 'Bắt buộc phải có', en: 'This is required' };
  }
  return words;
}
