/** The languages that people are answered in. Vietnamese is the city's own and the default. */
export type Language = 'vi' | 'en';

/** English where Accept-Language ranks it above Vietnamese, Vietnamese otherwise. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const ranked = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const q = parameters.map((p) => /^\s*q=([\d.]+)$/.exec(p)?.[1]).find((value) => value !== undefined);
      return { tag: tag.split('-')[0], quality: q === undefined ? 1 : Number(q) };
    })
    .filter((part) => part.tag === 'vi' || part.tag === 'en')
    .sort((a, b) => b.quality - a.quality);
  return ranked[0]?.tag === 'en' ? 'en' : 'vi';
}
