import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lookOf } from '../../../functions/personal-data/look.ts';
import { shareOf } from '../../../functions/personal-data/share.ts';
import { type Holding, register } from '../../../shared/holdings.ts';
import type { TimelineEntry } from '../../../shared/timeline.ts';
import { lan, now, person } from './samples.ts';

const holding = (kind: Holding['kind']) => register.find((one) => one.kind === kind)!;

const look: TimelineEntry = {
  id: '01KAR3T5Z00000000000000000',
  type: 'report.reporter-seen',
  at: now.toISOString(),
  aggregate: { type: 'report', id: 'report-1', version: 2 },
  actor: { role: 'monitor', accountId: 'an-official', unit: 'IOC' },
  audience: 'office',
  noteAudience: 'parties',
  note: 'Gọi lại người báo cháy',
  data: { reporterId: lan.id, assignee: 'an-official' },
  about: lan.id,
};

describe('what a person gets', () => {
  test('of their profile: what is theirs, in Vietnam’s time, without keys and hashes', () => {
    const item = { PK: 'ACCOUNT#x', SK: 'ACCOUNT', GSI3PK: 'ERASURE#0', ...lan };
    expect(shareOf(holding('account'), item, person)).toEqual({
      id: lan.id,
      state: 'active',
      verified: true,
      name: 'Lê Thị Lan',
      identityLast: '1234',
      language: 'vi',
      contacts: [{ channel: 'phone', address: '+84912345678', verifiedAt: '2026-11-01T07:00:00.000+07:00' }],
      consents: { surveys: { given: true, at: '2026-11-02T07:00:00.000+07:00' } },
      createdAt: '2026-11-01T07:00:00.000+07:00',
      updatedAt: '2026-11-02T07:00:00.000+07:00',
    });
  });

  test('of a look: the office and its reason, never which official', () => {
    const share = shareOf(holding('looks'), { ...look, PK: 'REPORT#report-1' }, person);
    expect(share).toMatchObject({ actor: { role: 'monitor', unit: 'IOC' }, note: look.note });
    expect(JSON.stringify(share)).not.toContain('an-official');
    expect(lookOf(look)).toEqual({
      id: look.id,
      at: look.at,
      what: 'report.reporter-seen',
      role: 'monitor',
      unit: 'IOC',
      reason: 'Gọi lại người báo cháy',
    });
  });

  test('of a note for offices alone: nothing, unless they wrote it themselves', () => {
    const secret = { ...look, noteAudience: 'office' as const };
    expect(shareOf(holding('looks'), secret, person)).not.toHaveProperty('note');
    expect(lookOf(secret).reason).toBeNull();
    const own = { ...secret, actor: { ...look.actor, accountId: 'lan-before' } };
    expect(shareOf(holding('deeds'), own, person)).toMatchObject({ note: look.note });
  });

  test('of the history of a report: what others did and they may read, once', () => {
    const history = holding('history');
    const entry = { ...look, type: 'report.accepted', audience: 'public', about: null };
    expect(shareOf(history, entry, person)).toMatchObject({ type: 'report.accepted' });
    expect(shareOf(history, { ...entry, audience: 'office' }, person)).toBeNull();
    const own = { ...entry, actor: { ...look.actor, accountId: lan.id } };
    expect(shareOf(history, own, person)).toBeNull();
  });

  test('of a photo that is another’s: nothing', () => {
    const photo = { id: 'photo-1', ownerId: 'an-official', state: 'ready' };
    expect(shareOf(holding('photos'), photo, person)).toBeNull();
    expect(shareOf(holding('photos'), { ...photo, ownerId: 'lan-before' }, person)).toEqual({
      id: 'photo-1',
      state: 'ready',
    });
  });

  test('of whatever there is: never more than the register names', () => {
    fc.assert(
      fc.property(fc.constantFrom(...register), fc.object({ maxDepth: 2 }), (one, item) => {
        const share = shareOf(one, { ...item, secret: 'x', PK: 'y' }, person) ?? {};
        const tops = new Set(Object.keys(one.attributes).map((path) => path.split('.')[0]));
        for (const name of Object.keys(share)) expect(tops).toContain(name);
      }),
    );
  });
});
