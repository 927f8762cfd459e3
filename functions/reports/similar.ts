import * as z from 'zod';
import { CategoryCode, Point } from '../../shared/city/directory.ts';
import { type DuplicateRules, likeness } from '../../shared/triage/duplicates.ts';
import type { Box } from './bounding-box.ts';
import { PhotoIds } from './commands.ts';
import { isOpen, type Report } from './report.ts';
import { ReportView } from './view.ts';

/** What a client is about to send. */
export const SimilarBody = z
  .strictObject({
    description: z.string().trim().min(1).max(10_000),
    location: Point,
    category: CategoryCode,
    photoIds: PhotoIds.default([]),
  })
  .meta({ id: 'SimilarSearch' });

export const SimilarView = z
  .strictObject({
    score: z.number().meta({ description: '0 to 1: how likely it is about the same thing' }),
    metres: z.number().int(),
    samePicture: z.boolean().meta({ description: 'A photo of both shows the same' }),
    report: ReportView,
  })
  .meta({ id: 'SimilarReport' });

/** Reports that are shown at most. */
export const mostShown = 5;
/** Bits of 64 in which the hashes of two pictures of one thing differ at most. Assumed. */
const alikeBits = 8;
/** What the same picture makes of a score, however differently it is described. */
const samePictureScore = 0.95;

/** The box around a place that holds everything in reach. */
export function boxAround({ lat, lng }: Point, metres: number): Box {
  const north = metres / 111_320;
  const east = north / Math.cos((lat * Math.PI) / 180);
  return [lng - east, lat - north, lng + east, lat + north];
}

export const reachOf = (category: CategoryCode, rules: DuplicateRules) =>
  rules.reachMetres[category] ?? rules.defaultReachMetres;

export interface Search {
  text: string;
  category: CategoryCode;
  location: Point;
  at: Date;
  /** Perceptual hashes of its photos. */
  hashes: readonly string[];
}

export interface Similar {
  report: Report;
  score: number;
  metres: number;
  samePicture: boolean;
}

/**
 * The open reports that are likely about what somebody is about to send, the likeliest first. `hashesOf` gives the
 * hashes of a report's photos. Only what is in reach by place, time and category counts.
 */
export function likely(
  search: Search,
  reports: readonly Report[],
  hashesOf: (report: Report) => readonly string[],
  rules: DuplicateRules,
): Similar[] {
  return reports
    .flatMap((report): Similar[] => {
      const { category, description: text, location, createdAt } = report;
      if (!isOpen(report.status) || category === null) return [];
      const like = likeness(search, { text, category, location, at: new Date(createdAt) }, rules);
      if (like.score === 0) return [];
      const samePicture = search.hashes.some((one) => hashesOf(report).some((other) => alike(one, other)));
      const score = samePicture ? Math.max(like.score, samePictureScore) : like.score;
      return score >= rules.suspectFrom
        ? [{ report, score: Math.round(score * 100) / 100, metres: Math.round(like.metres), samePicture }]
        : [];
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, mostShown);
}

/** Do two perceptual hashes (16 hex digits) differ in few bits? */
export function alike(one: string, other: string): boolean {
  const differing = BigInt(`0x${one}`) ^ BigInt(`0x${other}`);
  return [...differing.toString(2)].filter((bit) => bit === '1').length <= alikeBits;
}
