import type { DeadlinesDocument } from '../../shared/city/deadlines.ts';
import { type Duration, roughHours } from '../../shared/city/duration.ts';
import { DomainError, invalidField } from '../../shared/errors.ts';
import { reportErrors } from './errors.ts';
import type { Report } from './report.ts';

type Extension = NonNullable<Report['extension']>;

/**
 * More time, asked for by the office: once a report, unless it was refused. Throws a 400 where it is longer than the
 * city grants, a 409 where it was asked for or granted already.
 */
export function asked(
  { extension }: Report,
  duration: Duration,
  now: Date,
  { extension: { atMost } }: DeadlinesDocument,
): Extension {
  if (extension !== null && extension.state !== 'refused')
    throw new DomainError(reportErrors.extendedAlready);
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
