import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { calendarReader } from '../../shared/city/timetable-reader.ts';
import { missingYears } from '../../shared/city/working-calendar.ts';
import { workingTime } from '../../shared/city/working-time.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Table } from '../../shared/table/table.ts';
import { logger, metrics } from '../../shared/telemetry.ts';

/**
 * Says whether a day is worked, by the calendar in force; Monday to Friday in a year that it does not know. Warns,
 * from sixty days ahead, of a year that nobody has entered.
 */
export function workingDayReader(table: Table, clock: Clock): (day: string) => Promise<boolean> {
  const calendar = calendarReader(table);
  return async (day) => {
    const current = await calendar();
    const missing = missingYears(current, clock.now()).map(({ year }) => year);
    if (missing.length > 0) logger.warn('working calendar incomplete', { missing });
    metrics.addMetric('CalendarYearsMissing', MetricUnit.Count, missing.length);
    return workingTime(current, 'weekdays').isWorkingDay(day);
  };
}
