import * as z from 'zod';
import type { Clock } from '../../shared/clock.ts';
import { isOpen, type Report } from './report.ts';

/** What an execution of the workflow is about: a report, as long as its clock has this version. */
export const Execution = z.object({ reportId: z.string(), clockVersion: z.number().int() });
export type Execution = z.infer<typeof Execution>;

/** What an execution goes on with: real seconds to wait, or that there is nothing to wait for. */
export type Outcome = { goesOn: true; waitSeconds: number } | { goesOn: false };

/** One execution for each version of a report's clock. */
export const executionName = ({ reportId, clockVersion }: Execution) => `${reportId}-${clockVersion}`;

/**
 * What an execution does after it was woken: waits until the report's next step by the city's clock; ends where the
 * report is solved, has no step left, or is another execution's by now.
 */
export function outcomeFor(execution: Execution, report: Report | null, clock: Clock): Outcome {
  const isItsOwn = report !== null && report.clockVersion === execution.clockVersion && isOpen(report.status);
  if (!isItsOwn || report.nextDueAt === null) return { goesOn: false };
  // A clock that is slow by a moment would ask at once again, and again.
  return { goesOn: true, waitSeconds: Math.max(1, clock.secondsUntil(new Date(report.nextDueAt))) };
}
