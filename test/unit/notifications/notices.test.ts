import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { samplePhotoRefused } from '../../../events/photo.ts';
import {
  type ReportEvent,
  type ReportEventType,
  reportEventTypes,
  sampleReportEvent,
} from '../../../events/report.ts';
import {
  type Standing,
  tellingsOf,
  tellingsOfRefusedPhoto,
} from '../../../functions/notifications/notices.ts';
import type { NoticeRow } from '../../../functions/notifications/routing-table.ts';
import { shipped, standing } from './samples.ts';

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
const addresses = (type: ReportEventType, given: ReportEvent, where: Partial<Standing> = {}) =>
  tellingsOf(shipped.rows, type, given, { ...standing, ...where }).map(({ notice }) => notice.address);

describe('who is told, by the table that the city comes with', () => {
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
  test('the leaders alone of an escalation to the unit’s leader', () => {
    expect(addresses('report.escalated', event({ audience: 'office', level: 1 }, system))).toEqual([
      'LEADERS#19753',
    ]);
  });
  test('the unit above and the monitoring centre of one that climbs, the city’s leaders at the top', () => {
    expect(addresses('report.escalated', event({ audience: 'office', level: 2 }, system))).toEqual([
      'LEADERS#19753',
      'LEADERS#UBND',
      'OFFICE#IOC',
    ]);
    expect(addresses('report.escalated', event({ audience: 'office', level: 3 }, system))).toEqual([
      'LEADERS#19753',
      'LEADERS#UBND',
    ]);
  });
  test('whoever works on it that it is due, and the office', () => {
    expect(addresses('report.reminded', event({ audience: 'office' }, system))).toEqual([
      'OFFICE#19753',
      `ACCOUNT#${sampleReportEvent.data.assignee}`,
    ]);
    expect(addresses('report.reminded', event({ audience: 'office', assignee: null }, system))).toEqual([
      'OFFICE#19753',
    ]);
  });
  test('nobody outside of an internal comment', () => {
    const comment = event({ audience: 'office' }, { unit: 'IOC' });
    expect(addresses('report.commented', comment, { followers: ['somebody'] })).toEqual(['OFFICE#19753']);
  });
  test('offices that were asked for their view of a comment', () => {
    const comment = event({ audience: 'office', consulted: ['SXD'] }, { unit: '19753' });
    expect(addresses('report.commented', comment)).toEqual(['OFFICE#SXD']);
  });
  test('followers of what is public, each once', () => {
    const followers = ['follower', reporter.accountId];
    expect(addresses('report.accepted', event(), { followers })).toEqual([
      `ACCOUNT#${reporter.accountId}`,
      'ACCOUNT#follower',
    ]);
    expect(addresses('report.accepted', event({ audience: 'parties' }), { followers })).toEqual([
      `ACCOUNT#${reporter.accountId}`,
    ]);
  });
  test('the office that gets what another one returned', () => {
    const returned = event({ unit: 'HEPCO', previousUnit: '19753', audience: 'public' });
    expect(addresses('report.returned', returned)).toEqual([`ACCOUNT#${reporter.accountId}`, 'OFFICE#HEPCO']);
  });
});

test('a row that wants it tells people of what they did themselves', () => {
  const row: NoticeRow = { ...shipped.rows[0]!, event: 'report.answered', audience: 'office', own: true };
  const given = event({}, { accountId: 'someone', unit: '19753' });
  expect(tellingsOf([row], 'report.answered', given, standing)).toHaveLength(1);
  expect(tellingsOf([{ ...row, own: false }], 'report.answered', given, standing)).toHaveLength(0);
});

test('whoever sent a picture that was refused learns it', () => {
  const tellings = tellingsOfRefusedPhoto(shipped.rows, samplePhotoRefused);
  expect(tellings.map(({ notice }) => [notice.address, notice.reportId])).toEqual([
    [`ACCOUNT#${samplePhotoRefused.data.ownerId}`, samplePhotoRefused.data.reportId],
  ]);
});

test('everything that can happen to a report is told to somebody, with nothing left to fill in', () => {
  for (const type of reportEventTypes) {
    // A thousand people whom a flooded street concerns are no thousand notices.
    if (type === 'report.supported') continue;
    const tellings = tellingsOf(shipped.rows, type, event({ urgency: 'urgent' }, system), standing);
    expect(tellings.length, type).toBeGreaterThan(0);
    for (const { notice } of tellings) {
      for (const text of [notice.text.vi, notice.text.en]) {
        expect(text).toContain('KHMTRWQA');
        expect(text).not.toMatch(/[{}]/);
      }
    }
  }
});

test('whatever happens, an address is told once, and nobody but those whom a row names of what they did', () => {
  const people = fc.constantFrom('an', 'binh', 'chi');
  const units = fc.constantFrom('19753', 'SXD', 'UBND', 'IOC');
  const happened = fc.record({
    type: fc.constantFrom(...reportEventTypes),
    audience: fc.constantFrom('public', 'parties', 'office' as const),
    reporterId: people,
    assignee: fc.option(people),
    unit: units,
    level: fc.integer({ min: 1, max: 3 }),
    actor: fc.option(fc.record({ accountId: people, unit: fc.option(units) })),
    followers: fc.uniqueArray(people),
  });
  fc.assert(
    fc.property(happened, ({ type, actor, followers, ...data }) => {
      const by = actor ? { role: 'official' as const, ...actor } : system;
      const tellings = tellingsOf(shipped.rows, type, event(data, by), { ...standing, followers });
      const told = tellings.map(({ notice }) => notice.address);
      expect(new Set(told).size).toBe(told.length);
      for (const { notice, row } of tellings) {
        if (row.own !== true) expect(notice.address).not.toBe(`ACCOUNT#${by.accountId}`);
        if (row.own !== true && by.unit !== null) expect(notice.address).not.toBe(`OFFICE#${by.unit}`);
      }
      const outsiders = new Set(['follower', ...(data.audience === 'office' ? ['reporter'] : [])]);
      if (data.audience !== 'public')
        expect(tellings.filter(({ row }) => outsiders.has(row.audience))).toEqual([]);
    }),
  );
});
