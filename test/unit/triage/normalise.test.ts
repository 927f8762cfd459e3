import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldTones, withoutDiacritics } from '../../../shared/triage/diacritics.ts';
import { cleanText, normalise } from '../../../shared/triage/normalise.ts';

const words = (text: string) => normalise(text).words.join(' ');

test.each([
  ['hoà', 'hòa'],
  ['thuỷ', 'thủy'],
  ['Khoẻ', 'khỏe'],
  ['ĐƯỜNG', 'đường'],
  ['quáaaaa!!!!', 'quá'],
  ['đường'.normalize('NFD'), 'đường'],
  ['đư\u200Bờng', 'đường'],
  ['rác\u0007thải', 'rác thải'],
])('%s is read as %s', (one, other) => expect(words(one)).toBe(words(other)));

test.each([
  ['ko ai sửa', 'không ai sửa'],
  ['đc vs k dc', 'được với không được'],
  ['p.Vỹ Dạ', 'phường vỹ dạ'],
  ['đg Lê Lợi', 'đường lê lợi'],
  ['UBND xã', 'ủy ban nhân dân xã'],
  ['tdp 4', 'tổ dân phố 4'],
  ['k bt', 'không biết'],
  ['vẫn bt', 'vẫn bình thường'],
])('%s stands for %s', (short, long) => expect(words(short)).toBe(words(long)));

test('marks that make another word stay apart, with the form without them beside', () => {
  expect(words('cống')).not.toBe(words('công'));
  expect(normalise('Cống nghẹt').plainWords).toEqual(['cong', 'nghet']);
  expect(withoutDiacritics('Đường Lê Lợi')).toBe('Duong Le Loi');
});

test('a name without its marks is the same whichever way its tone was placed', () => {
  expect(foldTones('thủy')).toBe(foldTones('thuỷ'));
  expect(foldTones('thủy')).not.toBe(foldTones('thúy'));
});

test('any string is read, and reading it again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const clean = cleanText(text);
      expect(cleanText(clean)).toBe(clean);
      const { shown, words: folded, plainWords } = normalise(text);
      expect([folded.length, plainWords.length]).toEqual([shown.length, shown.length]);
    }),
  );
});
