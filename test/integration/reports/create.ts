import { randomUUID } from 'node:crypto';
import type { HandlingUnit, Report } from '../../../functions/reports/report.ts';
import type { ReportStore } from '../../../functions/reports/store.ts';
import { submit } from '../../../functions/reports/submission.ts';
import type { CategoryCode } from '../../../shared/city/directory.ts';
import type { Timetable } from '../../../shared/city/timetable.ts';
import { newId } from '../../../shared/identifiers.ts';
import { phuXuan, reporter, timetable } from '../../unit/reports/samples.ts';

interface Given {
  unit?: HandlingUnit;
  category?: CategoryCode;
  by?: Timetable;
}

/** Of a report that the machine has read: the city's own worker leaves it alone. */
const readBefore = (at: Date): Report['triage'] => ({
  at: at.toISOString(),
  model: { name: 'test', version: '1' },
  language: 'vi',
  suggestions: [],
  urgency: 'normal',
  isSure: true,
  words: [],
  outOfScope: null,
  spam: [],
  personalData: [],
  otherCommune: null,
  duplicates: [],
  reasons: [],
});

/** Stores a report that came at a time, as the API would. */
export function create(
  store: ReportStore,
  at: Date,
  { unit = phuXuan, category = 'trees_parks', by = timetable }: Given = {},
): Promise<Report> {
  const submission = {
    id: newId(at),
    reporter,
    description: 'Cây nghiêng',
    location: { lat: 16.47, lng: 107.58 },
    address: null,
    category,
    photoIds: [],
    commune: '19753',
    communeIsGuess: false,
    unit,
  };
  const creation = { accountId: reporter.accountId, route: 'test', key: randomUUID(), body: {} };
  return store.create(
    (code) => {
      const change = submit({ ...submission, code }, at, by);
      return { ...change, report: { ...change.report, triage: readBefore(at) } };
    },
    creation,
    at,
    30,
  );
}
