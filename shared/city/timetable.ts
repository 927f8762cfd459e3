import type { DeadlinesDocument } from './deadlines.ts';
import type { WorkingTime } from './working-time.ts';

/** What clocks run by: the deadlines of one version, and the working time of today's calendar. */
export interface Timetable {
  /** Of the deadlines; 0 is the version that comes with the code. */
  version: number;
  deadlines: DeadlinesDocument;
  time: WorkingTime;
}

export interface Timetables {
  /** For what begins now. */
  current: () => Promise<Timetable>;
  /** For what was given the deadlines of a version. */
  of: (version: number) => Promise<Timetable>;
}
