import { describe, expect, test } from 'vitest';
import { Command } from '../../../functions/reports/commands.ts';
import type { Report } from '../../../functions/reports/report.ts';
import { triaged } from '../../../functions/reports/triage.ts';
import { transition } from '../../../functions/reports/transitions.ts';
import { viewOf } from '../../../functions/reports/view.ts';
import type { Assessment } from '../../../shared/triage/assessment.ts';
import {
  context,
  hepco,
  ioc,
  monitor,
  now,
  official,
  neighbour,
  reporter,
  shippedTimetable,
  submitted,
} from './samples.ts';

const later = new Date(now.getTime() + 2000);
const sure: Assessment = {
  model: { name: 'test', version: '1' },
  language: 'vi',
  category: {
    code: 'waste_environment',
    confidence: 0.97,
    sureFrom: 0.9,
    best: [
      { code: 'waste_environment', probability: 0.97 },
      { code: 'road_damage', probability: 0.02 },
      { code: 'other', probability: 0.01 },
    ],
  },
  urgency: { level: 'normal', isSure: true, urgent: 0.01, words: [] },
  outOfScope: null,
  spam: { isSpam: false, reasons: [] },
  personalData: [],
  places: [],
  otherCommune: null,
  fellBack: null,
  milliseconds: 1.234,
};
const doubtful: Assessment = { ...sure, category: { ...sure.category, confidence: 0.4 } };
const urgent = { level: 'urgent' as const, isSure: true, urgent: 0.93, words: ['sắp đổ'] };

const triage = (report: Report, assessment: Assessment) =>
  triaged(report, assessment, {
    now: later,
    thresholds: { source: 'test', default: null, categories: {} },
    timetable: shippedTimetable,
    route: () => hepco,
    similar: [],
  });
const unsorted = () => submitted({ category: null }, now, shippedTimetable);

describe('a report without a category', () => {
  test('of which the machine is sure goes to its office at once, and the timeline says by which model', () => {
    const change = triage(unsorted(), sure);
    expect(change?.report).toMatchObject({
      status: 'assigned',
      category: 'waste_environment',
      unit: hepco,
      version: 2,
      turnStartedAt: later.toISOString(),
      triage: { model: { name: 'test', version: '1' }, reasons: [] },
    });
    expect(change?.entry).toMatchObject({
      type: 'report.routed',
      audience: 'public',
      actor: { role: 'system' },
      data: {
        previousUnit: ioc.code,
        triage: { model: { name: 'test', version: '1' }, milliseconds: 1.23, suggestions: expect.any(Array) },
      },
    });
  });

  test('of which it is not waits for a person, with three suggestions and the reason', () => {
    const change = triage(unsorted(), doubtful);
    expect(change?.report).toMatchObject({
      status: 'screening',
      category: null,
      unit: ioc,
      version: 1,
      triage: { reasons: ['low_confidence'] },
    });
    expect(change?.report.triage?.suggestions.map(({ category }) => category)).toEqual([
      'waste_environment',
      'road_damage',
      'other',
    ]);
    expect(change?.entry).toMatchObject({ type: 'report.triaged', audience: 'office' });
  });

  test('that is urgent is so whether the machine is sure of the category or not', () => {
    for (const assessment of [sure, doubtful]) {
      const report = triage(unsorted(), { ...assessment, urgency: urgent })?.report;
      expect(report).toMatchObject({ urgency: 'urgent', triage: { words: ['sắp đổ'] } });
      // Four hours by the clock on the wall, from when it is known.
      expect(Date.parse(report?.dueAt ?? '') - later.getTime()).toBe(4 * 3_600_000);
      expect(report?.clockVersion).toBe(2);
    }
  });

  test('that may be urgent and may not is highly so, and the monitoring centre has to say', () => {
    const change = triage(unsorted(), { ...doubtful, urgency: { ...urgent, isSure: false, urgent: 0.1 } });
    expect(change?.report).toMatchObject({ urgency: 'high', triage: { urgency: 'urgent', isSure: false } });
    expect(change?.entry.data).toMatchObject({ mayBeUrgent: true });
  });

  test.each<[string, Partial<Assessment>]>([
    ['out_of_scope', { outOfScope: { kind: 'complaint', confidence: 0.9 } }],
    ['spam', { spam: { isSpam: true, reasons: ['advertising'] } }],
    ['unsupported_language', { language: 'other' }],
    ['place_disagrees', { otherCommune: '19960' }],
  ])('waits for a person where it is or seems %s', (reason, what) => {
    expect(triage(unsorted(), { ...sure, ...what })?.report).toMatchObject({
      status: 'screening',
      triage: { reasons: [reason] },
    });
  });
});

describe('what others have decided stands', () => {
  test('a category that its reporter chose; how urgent it is makes nobody’s decision stale', () => {
    const report = submitted({}, now, shippedTimetable);
    const change = triage(report, { ...sure, urgency: urgent });
    expect(change?.report).toMatchObject({
      category: 'road_damage',
      unit: report.unit,
      status: 'assigned',
      urgency: 'urgent',
      version: report.version,
    });
  });

  test('what the monitoring centre did before the machine had read it', () => {
    const command = Command.parse({ action: 'categorise', category: 'water_supply', urgency: 'high' });
    const { report } = transition(unsorted(), command, context(unsorted(), monitor, now, shippedTimetable));
    expect(triage(report, { ...sure, urgency: urgent })?.report).toMatchObject({
      category: 'water_supply',
      urgency: 'high',
      dueAt: report.dueAt,
      version: report.version,
      triage: { urgency: 'urgent' },
    });
  });

  test('it is read once, and not when it is over', () => {
    const done = triage(unsorted(), sure);
    expect(done && triage(done.report, sure)).toBeNull();
    expect(triage({ ...unsorted(), status: 'withdrawn' }, sure)).toBeNull();
  });
});

describe('what the public reads of what people wrote', () => {
  const written = 'Gọi anh Hùng 0905 123 456, xe 75A-123.45 đậu trước nhà số 12 đường Nguyễn Huệ';
  const report = { ...submitted(), description: written, address: 'Nhà chị Lan, 0914111222' };
  const read = (actor: typeof official | typeof reporter) => viewOf(report, actor, 'vi', now);

  test('is without what identifies anybody; streets and house numbers stay', () => {
    const { description, address } = read(neighbour);
    for (const part of ['Hùng', '0905', '75A']) expect(description).not.toContain(part);
    expect(description).toContain('số 12 đường Nguyễn Huệ');
    expect(address).not.toContain('0914111222');
  });

  test('its reporter and its office read as it was written', () => {
    expect(read(reporter).description).toBe(written);
    expect(read(official).description).toBe(written);
  });
});
