import { namesIn } from './personal-names.ts';
import { personalNumbers, spansOf, type Span } from './personal-numbers.ts';

export const personalDataKinds = [
  'email',
  'plate',
  'identity_number',
  'phone',
  'bank_account',
  'name',
] as const;
export type PersonalDataKind = (typeof personalDataKinds)[number];

/** What stands in a text in place of what was masked. */
const placeholders: Record<PersonalDataKind, string> = {
  email: '[e-mail]',
  plate: '[biển số]',
  identity_number: '[số định danh]',
  phone: '[số điện thoại]',
  bank_account: '[số tài khoản]',
  name: '[tên]',
};

export interface Found extends Span {
  kind: PersonalDataKind;
}

const find = (kind: PersonalDataKind, text: string): Span[] =>
  kind === 'name' ? namesIn(text) : spansOf(text, personalNumbers[kind]);

/**
 * A text without what identifies people, in Unicode form NFC, and where in that form it stood (`start`, `end`: UTF-16
 * offsets), in its order. Titles stay: "anh [tên]". House numbers, dates, amounts and times stay. Masking twice
 * changes nothing.
 */
export function mask(given: string): { text: string; found: Found[] } {
  const text = given.normalize('NFC');
  const found: Found[] = [];
  // What was found is blanked, so that the next look neither sees it nor reaches across it; until a look finds nothing.
  let rest = text;
  for (let before = -1; before !== found.length;) {
    before = found.length;
    for (const kind of personalDataKinds) {
      for (const span of find(kind, rest)) {
        if (rest.slice(span.start, span.end).includes(']')) continue;
        rest = rest.slice(0, span.start) + ']'.repeat(span.end - span.start) + rest.slice(span.end);
        found.push({ kind, ...span });
      }
    }
  }
  found.sort((a, b) => a.start - b.start);
  let masked = '';
  let from = 0;
  for (const { kind, start, end } of found) {
    masked += text.slice(from, start) + placeholders[kind];
    from = end;
  }
  return { text: masked + text.slice(from), found };
}
