import type { Table } from '../table/table.ts';
import shippedCalendar from './data/vn-calendar.json' with { type: 'json' };
import shippedDeadlines from './data/deadlines.json' with { type: 'json' };
import { DeadlinesDocument } from './deadlines.ts';
import { readDocument, readVersion, remembered } from './documents.ts';
import type { Timetables } from './timetable.ts';
import { WorkingCalendar } from './working-calendar.ts';
import { type WorkingTime, workingTime } from './working-time.ts';

/** What holds until an admin says otherwise: no report goes without a deadline because a document was never imported. */
const shipped = {
  deadlines: DeadlinesDocument.parse(shippedDeadlines),
  calendar: WorkingCalendar.parse(shippedCalendar),
};

/** Reads the calendar in force, or the one that comes with the code. At most one read in 15 seconds. */
export function calendarReader(table: Table): () => Promise<WorkingCalendar> {
  const read = remembered(() => readDocument(table, 'calendar', WorkingCalendar));
  return async () => (await read())?.body ?? shipped.calendar;
}

/**
 * Reads timetables. A year that the calendar does not know counts as Monday to Friday without holidays: a report must
 * have a deadline even then. A past version of the deadlines never changes, and is read once.
 */
export function timetableReader(table: Table): Timetables {
  const readCurrent = remembered(() => readDocument(table, 'deadlines', DeadlinesDocument));
  const calendar = calendarReader(table);
  let reckoned: { from: WorkingCalendar; time: WorkingTime } | undefined;
  const known = new Map<number, DeadlinesDocument>([[0, shipped.deadlines]]);

  async function time(): Promise<WorkingTime> {
    const from = await calendar();
    if (reckoned?.from !== from) reckoned = { from, time: workingTime(from, 'weekdays') };
    return reckoned.time;
  }

  async function deadlinesOf(version: number): Promise<DeadlinesDocument> {
    const kept = known.get(version);
    if (kept !== undefined) return kept;
    const found = await readVersion(table, 'deadlines', version, DeadlinesDocument);
    if (found === null) throw new Error(`there are no deadlines of version ${version}`);
    known.set(version, found);
    return found;
  }

  return {
    async current() {
      const document = await readCurrent();
      const version = document?.version ?? 0;
      if (document !== null) known.set(version, document.body);
      return { version, deadlines: await deadlinesOf(version), time: await time() };
    },
    async of(version) {
      return { version, deadlines: await deadlinesOf(version), time: await time() };
    },
  };
}
