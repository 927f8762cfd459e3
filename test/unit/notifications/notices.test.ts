import { describe, expect, test } from 'vitest';
import { samplePhotoRefused } from '../../../events/photo.ts';
import { type ReportEvent, reportEventTypes, sampleReportEvent } from '../../../events/report.ts';
import { noticesOf, noticesOfRefusedPhoto } from '../../../functions/notifications/notices.ts';
import { textOf } from '../../../functions/notifications/texts.ts';

const event = (
  data: Partial<ReportEvent['data']> = {},
  actor: Partial<ReportEvent['actor']> = {},
): ReportEvent => ({
  ...sampleReportEvent,
  actor: { ...sampleReportEvent.actor, ...actor },
  data: { ...sampleReportEvent.data, ...data },
});
const system = { role: 'system', accountId: null, unit: null } as const;
const reporter = { role: 'citizen', accountId: sampleReportEvent.data.reporterId, unit: null } as const;
const addresses = (type: Parameters<typeof noticesOf>[0], given: ReportEvent) =>
  noticesOf(type, given).map(({ address }) => address);

describe('who is told', () => {
  test('the reporter of what an office did; the office knows', () => {
    expect(addresses('report.accepted', event())).toEqual([`ACCOUNT#${reporter.accountId}`]);
  });
  test('the reporter that a report was received, and the office that it came', () => {
    expect(addresses('report.submitted', event({}, reporter))).toEqual([
      `ACCOUNT#${reporter.accountId}`,
      'OFFICE#19753',
    ]);
  });
  test('the office, not its reporter, of what the reporter did', () => {
    expect(addresses('report.answered', event({}, reporter))).toEqual(['OFFICE#19753']);
  });
  test('the leaders alone of an escalation', () => {
    expect(addresses('report.escalated', event({ audience: 'office' }, system))).toEqual(['LEADERS#19753']);
  });
  test('nobody outside of an internal comment', () => {
    expect(addresses('report.commented', event({ audience: 'office' }, { unit: 'IOC' }))).toEqual([
      'OFFICE#19753',
    ]);
  });
  test('the office that gets what another one returned', () => {
    const returned = event({ unit: 'HEPCO', previousUnit: '19753', audience: 'public' });
    expect(addresses('report.returned', returned)).toEqual([`ACCOUNT#${reporter.accountId}`, 'OFFICE#HEPCO']);
  });
});

test('whoever sent a picture that was refused learns it', () => {
  const notices = noticesOfRefusedPhoto(samplePhotoRefused);
  expect(notices.map(({ address, reportId }) => [address, reportId])).toEqual([
    [`ACCOUNT#${samplePhotoRefused.data.ownerId}`, samplePhotoRefused.data.reportId],
  ]);
});

test('every notice has a text in both languages with nothing left to fill in', () => {
  for (const kind of reportEventTypes) {
    const [notice] = noticesOf('report.submitted', event({}, reporter));
    for (const language of ['vi', 'en'] as const) {
      const text = textOf({ ...notice!, kind }, language);
      expect(text).toContain('KHMTRWQA');
      expect(text).not.toMatch(/[{}]/);
    }
  }
});
