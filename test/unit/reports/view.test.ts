import { describe, expect, test } from 'vitest';
import { ReportView, viewOf } from '../../../functions/reports/view.ts';
import type { Actor } from '../../../shared/access/actor.ts';
import { now, submitted } from './samples.ts';

const fresh = submitted();
const report = {
  ...fresh,
  reporterId: 'the-reporters-account',
  question: 'Trước số nhà nào?',
  waitingFor: 'Điện lực',
  rating: { rating: 'dissatisfied' as const, reason: 'Chưa làm gì', at: fresh.createdAt },
};
const unit = report.unit.code;
const readers: [string, Actor, string][] = [
  ['nobody', { role: 'anonymous', accountId: null, unit: null }, 'public'],
  ['a neighbour', { role: 'citizen', accountId: 'neighbour', unit: null }, 'public'],
  ['its reporter', { role: 'citizen', accountId: report.reporterId, unit: null }, 'reporter'],
  ['an official of its office', { role: 'official', accountId: 'o', unit }, 'official'],
  ['an official of another office', { role: 'official', accountId: 'o', unit: 'OTHER' }, 'public'],
  ['a leader above its office', { role: 'leader', accountId: 'l', unit: 'TOP', below: [unit] }, 'official'],
  ['a leader elsewhere', { role: 'leader', accountId: 'l', unit: 'OTHER', below: ['ELSE'] }, 'public'],
  ['the monitoring centre', { role: 'monitor', accountId: 'm', unit: 'IOC' }, 'monitor'],
  ['an admin', { role: 'admin', accountId: 'a', unit: 'IOC' }, 'public'],
  ['an auditor', { role: 'auditor', accountId: 'a', unit: 'TOP' }, 'public'],
];

describe('what a report shows', () => {
  test.each(readers)('to %s', (_, actor, audience) => {
    const shown = ReportView.parse(viewOf(report, actor, 'vi', now));
    expect(shown.audience).toBe(audience);
    const text = JSON.stringify(shown);
    expect(text.includes(report.reporterId)).toBe(audience === 'monitor');
    expect(text.includes('Trước số nhà nào?')).toBe(audience !== 'public');
    expect(text.includes('Chưa làm gì')).toBe(audience !== 'public');
    expect(text.includes('Điện lực')).toBe(audience === 'official' || audience === 'monitor');
  });

  test('a field that one audience may not have is refused by its schema, not passed on', () => {
    const shown = viewOf(report, readers[0]![1], 'vi', now);
    expect(() => ReportView.parse({ ...shown, question: 'Ai gửi?' })).toThrow();
    expect(() => ReportView.parse({ ...shown, reporter: { account: report.reporterId } })).toThrow();
  });
});
