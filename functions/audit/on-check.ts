import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { system } from '../../shared/access/actor.ts';
import { cityClock } from '../../shared/clock.ts';
import { Day } from '../../shared/directory-record.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { logger, metrics } from '../../shared/telemetry.ts';
import { record } from '../../shared/timeline-store.ts';
import { auditEntry } from './audit-entry.ts';
import { checkChain } from './checking.ts';
import { dayAfter, lastCompleteDay } from './seal.ts';
import { SealStore } from './seal-store.ts';

const env = Environment.pick({ TABLE_NAME: true, AUDIT_BUCKET: true, CITY: true, CLOCK: true }).parse(
  process.env,
);
const clock = cityClock(env.CLOCK);
const table = openTable(env.TABLE_NAME);
const store = new SealStore(table, new S3Client({}), env.AUDIT_BUCKET);
const Input = z.object({ from: Day.optional(), to: Day.optional() }).catch({});

/**
 * Every night, an hour after the seal: follows the chain and compares the table with it; by hand `{from, to}` names
 * the days to compare. Fails when something does not fit, so that its alarm rings.
 */
export async function handler(input: unknown): Promise<{ checked: number }> {
  const now = clock.now();
  const { from, to } = Input.parse(input);
  const { checked, broken } = await checkChain(store, {
    // The last complete day may be being sealed right now.
    until: dayAfter(lastCompleteDay(now), -1),
    firstMonth: env.CITY.launchedIn,
    from,
    to,
  });
  metrics.addMetric('AuditDaysBroken', MetricUnit.Count, broken.length);
  metrics.publishStoredMetrics();
  if (broken.length > 0) {
    const found = broken.map(({ day, what, entries }) => ({ day, what, entries: entries?.length ?? 0 }));
    logger.error('audit chain broken', { broken: found });
    await record(table, auditEntry('broken', system, now, { broken: found }));
    throw new Error(`the audit does not fit its seals: ${JSON.stringify(broken)}`);
  }
  logger.info('audit chain checked', { checked });
  return { checked };
}
