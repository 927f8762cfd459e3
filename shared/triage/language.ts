import { withoutDiacritics } from './diacritics.ts';

/** `vi-plain` is Vietnamese typed without diacritics; `other` is what triage does not read, or no words at all. */
export const languages = ['vi', 'vi-plain', 'en', 'other'] as const;
export type Language = (typeof languages)[number];

/** Vowels that Vietnamese alone writes; é, à or ô also stand in other languages. */
const vietnameseLetters = /[ăơưđạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]/;

/** How a Vietnamese syllable is built, without its marks. */
const syllable = new RegExp(
  '^(?:b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?(?:' +
    'a(?:c|ch|i|m|n|ng|nh|o|p|t|u|y)?|e(?:c|ch|m|n|ng|nh|o|p|t|u)?|i(?:a|c|ch|e[cmnptu]|eng|m|n|nh|p|t|u)?|' +
    'o(?:a|ac|ach|ai|am|an|ang|anh|ao|at|ay|c|e|en|eo|et|i|m|n|ng|p|t)?|' +
    'u(?:a|an|ang|at|ay|c|e|ech|en|enh|i|m|n|ng|o[cimnptu]|ong|p|t|u|y|ya|ych|yen|yet|ynh|yt)?|' +
    'y(?:e[mntu])?)$',
);

/** Chat spellings of Vietnamese that are no syllables. */
const short = new Set('ko k dc đc vs ng nc trc sdt đt tp tdp ubnd hs gv bv cty'.split(' '));

const english = new Set(
  (
    'the is are was were be been of and to in on at for with this that there has have had my our your we they it its ' +
    'from by as not no please near here very when who which would can could should will just been after before about ' +
    'street road broken light water garbage trash someone people house today yesterday morning night since into out ' +
    'pothole potholes flood flooded flooding manhole cover noise noisy loud smoke smell dog dogs tree fallen branch ' +
    'traffic car cars motorbike parking sign school food poisoning fire wire pole cable scam fake beach tourist tourists ' +
    'hi hello dear sir help need some any all one two you i he she his her their them us but or if so because'
  ).split(' '),
);

/** The language of a clean text by its letters, the build of its syllables and common English words. */
export function languageOf(clean: string): Language {
  const letters = clean.match(/\p{L}/gu) ?? [];
  if (letters.length === 0) return 'other';
  const latin = clean.match(/\p{Script=Latin}/gu) ?? [];
  if (latin.length < letters.length / 2) return 'other';

  // As typed: writing out "ko" would make "không" of it.
  const words = clean.toLowerCase().match(/\p{L}[\p{L}\p{M}]*/gu) ?? [];
  const share = (count: number) => count / words.length;
  const marked = share(words.filter((word) => vietnameseLetters.test(word)).length);
  const built = share(
    words.filter((word) => syllable.test(withoutDiacritics(word)) || short.has(word)).length,
  );
  const inEnglish = share(words.filter((word) => english.has(word)).length);
  if (marked >= 0.15 && built >= 0.5) return 'vi';
  if (inEnglish >= 0.2 && inEnglish > marked && built < 0.85) return 'en';
  if (built >= 0.7) return words.some((word) => /[àáâãèéêìíòóôõùúý]/.test(word)) ? 'vi' : 'vi-plain';
  return inEnglish >= 0.12 ? 'en' : 'other';
}
