import type { Account } from '../../../shared/account-record.ts';
import type { Person } from '../../../shared/holdings.ts';

export const now = new Date('2026-11-23T02:15:00.000Z');

export const lan: Account = {
  id: 'n4Vb7sJc1pXe6uGfKw2yZQ',
  version: 3,
  state: 'active',
  verified: true,
  name: 'Lê Thị Lan',
  personKey: 'lan-by-number',
  identityLast: '1234',
  language: 'vi',
  subjects: ['lan-at-vneid', 'lan-at-sso'],
  joinedInto: null,
  aliases: ['lan-before'],
  contacts: [{ channel: 'phone', address: '+84912345678', verifiedAt: '2026-11-01T00:00:00.000Z' }],
  consents: { surveys: { given: true, at: '2026-11-02T00:00:00.000Z' } },
  eraseAt: null,
  createdAt: '2026-11-01T00:00:00.000Z',
  updatedAt: '2026-11-02T00:00:00.000Z',
};

export const person: Person = {
  accounts: [lan.id, ...lan.aliases],
  subjects: lan.subjects,
  personKey: lan.personKey,
  reports: ['report-1'],
  photos: ['photo-1'],
  postsVersion: 7,
};
