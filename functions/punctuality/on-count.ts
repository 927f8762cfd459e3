import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { cityClock } from '../../shared/clock.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { logger, metrics } from '../../shared/telemetry.ts';
import { countDays } from './counting.ts';
import { PunctualityStore } from './store.ts';

const env = Environment.pick({ TABLE_NAME: true, CITY: true, CLOCK: true }).parse(process.env);
const clock = cityClock(env.CLOCK);
const store = new PunctualityStore(openTable(env.TABLE_NAME));
/** Time kept to finish a day that was begun. */
const reserveMilliseconds = 60_000;

/** The scheduler's own event has no `from`. By hand, `{"from": "2026-11-01"}` counts again from that day on. */
const Input = z.object({ from: z.iso.date().optional() });

/** Every hour: counts how punctual each unit was, on the days that are over and today. */
export async function handler(
  input: unknown,
  context: Context,
): Promise<{ counted: string[]; finished: boolean }> {
  const result = await countDays(store, {
    now: clock.now(),
    firstDay: `${env.CITY.launchedIn}-01`,
    from: Input.parse(input).from,
    mayGoOn: () => context.getRemainingTimeInMillis() > reserveMilliseconds,
  });
  metrics.addMetric('PunctualityDaysCounted', MetricUnit.Count, result.counted.length);
  metrics.publishStoredMetrics();
  logger.info('punctuality counted', { days: result.counted.length, finished: result.finished });
  return result;
}
