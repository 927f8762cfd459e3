import { S3Client } from '@aws-sdk/client-s3';
import { busEvent } from '../../events/envelope.ts';
import { ReportEvent } from '../../events/report.ts';
import type { CategoryCode } from '../../shared/city/directory.ts';
import { timetableReader } from '../../shared/city/timetable-reader.ts';
import { cityClock } from '../../shared/clock.ts';
import { DomainError, errors } from '../../shared/errors.ts';
import { queueWorker } from '../../shared/queue-worker.ts';
import { Environment } from '../../shared/settings.ts';
import { openTable } from '../../shared/table/table.ts';
import { logger } from '../../shared/telemetry.ts';
import { activeModelReader } from '../../shared/triage/active-model-reader.ts';
import { engineReader, thresholdsReader } from '../../shared/triage/engine-reader.ts';
import { pictureReader } from './picture-reader.ts';
import type { Change, Report } from './report.ts';
import { ReportLists } from './list-store.ts';
import type { Similar } from './similar.ts';
import { similarReader } from './similar-reader.ts';
import { ReportStore } from './store.ts';
import { townReader } from './town-reader.ts';
import { triaged } from './triage.ts';

const env = Environment.pick({
  TABLE_NAME: true,
  CITY: true,
  CLOCK: true,
  PHOTO_BUCKET: true,
  REFERENCE_BUCKET: true,
}).parse(process.env);
const s3 = new S3Client({});
const table = openTable(env.TABLE_NAME);
const store = new ReportStore(table);
const clock = cityClock(env.CLOCK);
const engine = engineReader(table, env.CITY.triage, activeModelReader(table, s3, env.REFERENCE_BUCKET));
const pictures = pictureReader(s3, env.PHOTO_BUCKET);
const thresholds = thresholdsReader(table);
const timetables = timetableReader(table);
// Where the report lies was found when it came: only units and routing are asked for here.
const town = townReader(table, () => Promise.resolve(null), env.CITY, clock);
const Heard = busEvent(ReportEvent);

const findSimilar = similarReader(new ReportLists(table, env.CITY.launchedIn));
/** Likely duplicates that an official is shown at most. */
const mostDuplicates = 3;
/** Times that a report is read again when somebody decided on it at that moment. */
const tries = 3;

/** A report has come: the machine reads it, and sends it to its office or says why a person should look. Once. */
export const handler = queueWorker('reports triaged', async (message) => {
  const { detail } = Heard.parse(message);
  for (let left = tries; left > 0; left -= 1) {
    const report = await store.find(detail.aggregate.id);
    if (report === null || report.triage !== null) return;
    const assessment = await (
      await engine()
    ).triage({
      text: report.description,
      commune: report.commune,
      photos: () => pictures(report.photoIds),
    });
    const change = triaged(report, assessment, {
      now: clock.now(),
      thresholds: await thresholds(),
      timetable: await timetables.of(report.deadlinesVersion),
      route: (await town()).route,
      similar: await similarTo(report, assessment.category.code),
    });
    if (change === null) return;
    if (!(await saved(report, change))) continue;
    const { id: reportId, status, triage } = change.report;
    const { model, milliseconds } = assessment;
    logger.info('report triaged', { reportId, model, status, reasons: triage?.reasons, milliseconds });
    return;
  }
  throw new Error('the report was decided on each time that it was triaged');
});

/** Other open reports that are likely about the same: by its category, or the likeliest one. */
async function similarTo({ id, ...report }: Report, likeliest: CategoryCode): Promise<Similar[]> {
  const found = await findSimilar({
    text: report.description,
    category: report.category ?? likeliest,
    location: report.location,
    at: new Date(report.createdAt),
    photoIds: report.photoIds,
  });
  return found.filter((one) => one.report.id !== id).slice(0, mostDuplicates);
}

/** False where somebody decided at this moment. */
async function saved(report: Report, change: Change): Promise<boolean> {
  try {
    await store.save(report, change);
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.definition === errors.changedMeanwhile) return false;
    throw error;
  }
}
