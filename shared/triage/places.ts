import * as z from 'zod';
import { Point, UnitCode, type Unit } from '../city/directory.ts';
import { normalise, type NormalText } from './normalise.ts';

/** Places that everybody knows, with a point that is certain: few rather than wrong. */
export const LandmarksDocument = z.strictObject({
  source: z.string().min(1),
  landmarks: z.array(
    z.strictObject({ names: z.array(z.string().min(1)).min(1), unit: UnitCode, point: Point }),
  ),
});
export type LandmarksDocument = z.infer<typeof LandmarksDocument>;

/** A place that a text names. */
export interface PlaceMention {
  /** The commune that it is, was merged into, or lies in. */
  unit: string;
  /** As the city writes it. */
  name: string;
  kind: 'commune' | 'former' | 'landmark';
  /** 0 to 1, assumed: how the name was written and what stands before it decide. */
  confidence: number;
}

interface Entry {
  unit: string;
  name: string;
  kind: PlaceMention['kind'];
  /** phường, xã, thị trấn; none for landmarks. */
  prefix: string | null;
}

/** Names of places by their words: with marks and without. */
export interface Gazetteer {
  marked: ReadonlyMap<string, readonly Entry[]>;
  plain: ReadonlyMap<string, readonly Entry[]>;
  longest: number;
}

const prefixPattern = /^(Phường|Xã|Thị trấn) (?=\S)/u;

/** The names of communes, of those merged into them and of landmarks, ready to be looked for. */
export function gazetteerOf(units: readonly Unit[], { landmarks }: LandmarksDocument): Gazetteer {
  const entries: Entry[] = [
    ...units
      .filter(({ kind }) => kind === 'commune')
      .flatMap(({ code, name, knownPoints = [] }) => [
        { ...split(name.vi), unit: code, kind: 'commune' as const },
        ...knownPoints
          .filter((known) => known.name !== name.vi)
          .map((known) => ({ ...split(known.name), unit: code, kind: 'former' as const })),
      ]),
    ...landmarks.flatMap(({ names, unit }) =>
      names.map((name) => ({ name, prefix: null, unit, kind: 'landmark' as const })),
    ),
  ];
  const marked = new Map<string, Entry[]>();
  const plain = new Map<string, Entry[]>();
  let longest = 1;
  for (const entry of entries) {
    const { words, plainWords } = normalise(entry.name);
    for (const [index, key] of [
      [marked, words.join(' ')],
      [plain, plainWords.join(' ')],
    ] as const) {
      index.set(key, [...(index.get(key) ?? []), entry]);
    }
    longest = Math.max(longest, words.length);
  }
  return { marked, plain, longest };
}

/** "Phường Phường Đúc" is Phường Đúc. */
function split(full: string): { name: string; prefix: string } {
  const prefix = prefixPattern.exec(full)?.[1] ?? '';
  return { name: full.replace(prefixPattern, ''), prefix: prefix.toLowerCase() };
}

/** The places that a text names, the surest first, each commune once for each name. */
export function placesIn(text: NormalText, gazetteer: Gazetteer): PlaceMention[] {
  const found: PlaceMention[] = [];
  for (let at = 0; at < text.words.length;) {
    const { mentions, length } = mentionsAt(text, at, gazetteer);
    found.push(...mentions);
    at += Math.max(1, length);
  }
  const best = new Map<string, PlaceMention>();
  for (const one of found) {
    const key = `${one.unit} ${one.name}`;
    if (one.confidence > (best.get(key)?.confidence ?? 0)) best.set(key, one);
  }
  return [...best.values()].sort((a, b) => b.confidence - a.confidence);
}

function mentionsAt(text: NormalText, at: number, gazetteer: Gazetteer) {
  for (let length = Math.min(gazetteer.longest, text.words.length - at); length > 0; length -= 1) {
    const words = text.words.slice(at, at + length).join(' ');
    const plainWords = text.plainWords.slice(at, at + length).join(' ');
    const isPlain = words === plainWords;
    const entries = isPlain ? gazetteer.plain.get(plainWords) : gazetteer.marked.get(words);
    // One syllable without a word before it that says so is too little: "Sịa" yes, "sia" no.
    if (entries && !(length === 1 && isPlain && prefixBefore(text, at) === null)) {
      return { length, mentions: weigh(entries, text, at, isPlain) };
    }
  }
  return { length: 0, mentions: [] };
}

/** The most that a way of writing can be trusted; assumed. */
const trust = { prefix: 0.95, otherPrefix: 0.6, bare: 0.75, barePlain: 0.5, afterStreet: 0.3, landmark: 0.7 };

function weigh(entries: readonly Entry[], text: NormalText, at: number, isPlain: boolean): PlaceMention[] {
  const before = prefixBefore(text, at);
  const fitting = entries.filter(({ prefix }) => prefix === before);
  // "xã Hương Xuân" and "phường Hương Xuân" are two places: the word before the name decides where it can.
  const left = before !== null && fitting.length > 0 ? fitting : entries;
  const certainty =
    before === 'street'
      ? trust.afterStreet
      : before !== null
        ? fitting.length > 0
          ? trust.prefix
          : trust.otherPrefix
        : isPlain
          ? trust.barePlain
          : trust.bare;
  return left.map(({ unit, name, prefix, kind }) => ({
    unit,
    name: prefix === null ? name : `${prefix[0]?.toUpperCase()}${prefix.slice(1)} ${name}`,
    kind,
    confidence: (prefix === null ? Math.max(trust.landmark, certainty) : certainty) / left.length,
  }));
}

const prefixes: Readonly<Record<string, string>> = {
  phuong: 'phường',
  ward: 'phường',
  xa: 'xã',
  commune: 'xã',
  tran: 'thị trấn',
};
/** Streets, bridges and schools carry the names of places that they need not lie in. */
const streets = new Set([
  'duong',
  'cau',
  'kiet',
  'truong',
  'pho',
  'street',
  'tuyen',
  'quan',
  'ong',
  'ba',
  'song',
]);

function prefixBefore({ plainWords }: NormalText, at: number): string | null {
  const before = plainWords[at - 1] ?? '';
  return prefixes[before] ?? (streets.has(before) ? 'street' : null);
}

/**
 * The commune that a text speaks of, where it is another than the given one: the surest mention elsewhere, when
 * nothing in the text speaks for the given one. Null where there is no disagreement.
 */
export function disagreement(mentions: readonly PlaceMention[], commune: string): PlaceMention | null {
  if (mentions.some(({ unit }) => unit === commune)) return null;
  return mentions.find(({ confidence }) => confidence >= sureEnough) ?? null;
}

/** Below this a mention contradicts nobody. Assumed. */
const sureEnough = 0.6;
