import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { readDocument } from '../../shared/city/documents.ts';
import { missingYears, UnknownYear, WorkingCalendar, workingTime } from '../../shared/city/working-time.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Table } from '../../shared/table/table.ts';
import { logger, metrics } from '../../shared/telemetry.ts';
import { isWeekday } from './digest.ts';

/**
 * Says whether a day is worked, by the calendar in force; Monday to Friday while there is none for the year. Warns,
 * from sixty days ahead, of a year that nobody has entered.
 */
export function workingDayReader(table: Table, clock: Clock): (day: string) => Promise<boolean> {
  return async (day) => {
    const document = await readDocument(table, 'calendar', WorkingCalendar);
    const calendar = document?.body ?? null;
    const missing = missingYears(calendar ?? { years: {} }, clock.now()).map(({ year }) => year);
    if (missing.length > 0) logger.warn('working calendar incomplete', { missing });
    metrics.addMetric('CalendarYearsMissing', MetricUnit.Count, missing.length);
    if (calendar === null) return isWeekday(day);
    try {
      return workingTime(calendar).isWorkingDay(day);
    } catch (error) {
      if (error instanceof UnknownYear) return isWeekday(day);
      throw error;
    }
  };
}
