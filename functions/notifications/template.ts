import type { Text } from '../../shared/errors.ts';

/** What is filled in, by variable: the same in both languages, or a word for each. */
export type Values = Readonly<Record<string, string | Text>>;

const braces = /\{([^{}]*)\}/g;

/** What stands in a template's braces without being one of the known variables; a stray brace counts as one. */
export function unknownVariables(template: string, known: readonly string[]): string[] {
  const named = [...template.matchAll(braces)].map(([whole, name = '']) => ({ whole, name }));
  const stray = /[{}]/.exec(template.replace(braces, ''))?.[0];
  return [
    ...named.filter(({ name }) => !known.includes(name)).map(({ whole }) => whole),
    ...(stray === undefined ? [] : [stray]),
  ];
}

/** A template filled in, in one pass: braces in a value stay what they are. A variable without a value leaves nothing. */
export function fill(template: string, values: Values, language: keyof Text): string {
  return template.replace(braces, (_, name: string) => {
    const value = values[name] ?? '';
    return typeof value === 'string' ? value : value[language];
  });
}

/** A template of both languages, filled in. */
export const fillBoth = (template: Text, values: Values): Text => ({
  vi: fill(template.vi, values, 'vi'),
  en: fill(template.en, values, 'en'),
});
