import * as z from 'zod';
import { awaitsAcceptance } from './clock.ts';
import type { Report } from './report.ts';

/** What an execution of the acceptance workflow is about: a report, as long as its clock has this version. */
export const Wait = z.object({ reportId: z.string(), clockVersion: z.number().int() });
export type Wait = z.infer<typeof Wait>;

/** What the workflow is started with; `waitSeconds` are real ones, by the city's clock. */
export type WorkflowInput = Wait & { waitSeconds: number };

/** One execution for each time an office gets the report. */
export const executionName = ({ reportId, clockVersion }: Wait) => `${reportId}-${clockVersion}`;

/** Is the office that this wait is for still to answer? */
export function stillWaits(wait: Wait, report: Report | null): boolean {
  return report !== null && awaitsAcceptance(report) && report.clockVersion === wait.clockVersion;
}
