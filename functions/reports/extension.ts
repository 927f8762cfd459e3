import { ruleFor } from '../../shared/city/deadlines.ts';
import { type Duration, roughHours, runsByTheClock } from '../../shared/city/duration.ts';
import type { Timetable } from '../../shared/city/timetable.ts';
import { DomainError, invalidField } from '../../shared/errors.ts';
import { reportErrors } from './errors.ts';
import type { Report } from './report.ts';

type Extension = NonNullable<Report['extension']>;

/**
 * More time, asked for by the office: once a report, unless it was refused. Throws a 400 where it is longer than the
 * city grants or runs otherwise than the deadline, a 409 where it was asked for or granted already.
 */
export function asked(report: Report, duration: Duration, now: Date, { deadlines }: Timetable): Extension {
  const { extension } = report;
  const { atMost } = deadlines.extension;
  if (extension !== null && extension.state !== 'refused')
    throw new DomainError(reportErrors.extendedAlready);
  // A deadline of working time that ended in the night would be no such deadline any more.
  if (runsByTheClock(duration) !== runsByTheClock(ruleFor(deadlines, report).resolve)) {
    throw invalidField('duration.unit', {
      vi: 'Thời hạn của phản ánh này tính theo đơn vị khác',
      en: 'The deadline of this report runs by the other kind of unit',
    });
  }
  if (roughHours(duration) > roughHours(atMost)) {
    const most = `${atMost.count} ${atMost.unit}`;
    throw invalidField('duration', {
      vi: `Gia hạn nhiều nhất ${most}`,
      en: `An extension is at most ${most}`,
    });
  }
  return { duration, askedAt: now.toISOString(), state: 'asked' };
}

/** The leader's word on it. Throws a 409 where nobody has asked. */
export function decided({ extension }: Report, state: 'granted' | 'refused'): Extension {
  if (extension?.state !== 'asked') throw new DomainError(reportErrors.noExtensionAsked);
  return { ...extension, state };
}
