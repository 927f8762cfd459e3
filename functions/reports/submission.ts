import * as z from 'zod';
import type { Actor } from '../../shared/access/actor.ts';
import { CategoryCode, Point } from '../../shared/city/directory.ts';
import type { Timetable } from '../../shared/city/timetable.ts';
import { startClock } from './clock.ts';
import { type Change, clockData, entryOf, type HandlingUnit } from './report.ts';
import { PhotoIds } from './commands.ts';
import { scheduled } from './steps.ts';

/** What a citizen sends. */
export const SubmissionBody = z
  .strictObject({
    description: z.string().trim().min(1).max(10_000).meta({ description: 'What is wrong, in own words' }),
    location: Point,
    address: z.string().trim().min(1).max(300).optional(),
    category: CategoryCode.optional(),
    photoIds: PhotoIds.default([]),
  })
  .meta({ id: 'Submission' });

export interface Submission {
  id: string;
  code: string;
  reporter: Actor & { accountId: string };
  description: string;
  location: Point;
  address: string | null;
  category: CategoryCode | null;
  photoIds: readonly string[];
  commune: string;
  communeIsGuess: boolean;
  /** The unit that category and place give; the monitoring centre's without a category. */
  unit: HandlingUnit;
}

/** A new report: at its unit when it has a category, in screening until the monitoring centre gives it one. */
export function submit(submission: Submission, now: Date, timetable: Timetable): Change {
  const { reporter, photoIds, ...given } = submission;
  const at = now.toISOString();
  const started = startClock(
    {
      ...given,
      photoIds: [...photoIds],
      version: 1,
      reporterId: reporter.accountId,
      status: given.category === null ? 'screening' : 'assigned',
      assignee: null,
      outcome: null,
      question: null,
      waitingFor: null,
      urgency: 'normal',
      resolution: null,
      rating: null,
      createdAt: at,
      updatedAt: at,
      dueAt: at,
      deadlinesVersion: timetable.version,
      clockStartedAt: at,
      turnStartedAt: at,
      pausedAt: null,
      waitEndsAt: null,
      pausedMinutes: { clock: 0, working: 0 },
      clockVersion: 0,
      acceptDueAt: null,
      nextDueAt: null,
      remindedAt: null,
      overdueAt: null,
      overdueTold: false,
      acceptLevel: 0,
      overdueLevel: 0,
      escalationLevel: 0,
      extension: null,
      demand: 0,
      mergedInto: null,
      triage: null,
    },
    now,
    timetable,
  );
  const report = scheduled(null, started, timetable);
  return {
    report,
    takes: photoIds,
    entry: entryOf(report, 'report.submitted', reporter, now, { data: clockData(null, report) }),
  };
}
