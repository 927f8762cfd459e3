import type { Account } from '../../../shared/account-record.ts';
import shippedTable from '../../../shared/city/data/notices.json' with { type: 'json' };
import { type Delivery } from '../../../functions/notifications/delivery.ts';
import type { Standing } from '../../../functions/notifications/notices.ts';
import { defaultPreferences } from '../../../functions/notifications/preferences.ts';
import { NoticesDocument } from '../../../functions/notifications/routing-table.ts';

/** The table that the city comes with. */
export const shipped = NoticesDocument.parse(shippedTable);

export const standing: Standing = {
  supervisorOf: (unit) => (unit === 'UBND' ? null : 'UBND'),
  monitoringUnit: 'IOC',
  root: 'UBND',
  followers: [],
};

export const wanted = defaultPreferences(null);

/** Someone who agreed to be written to and has shown both addresses to be theirs. */
export const reachable: Account = {
  id: 'n4Vb7sJc1pXe6uGfKw2yZQ',
  version: 1,
  state: 'active',
  verified: true,
  name: 'Nguyễn Văn An',
  personKey: null,
  identityLast: '0123',
  language: 'vi',
  subjects: [],
  joinedInto: null,
  aliases: [],
  contacts: [
    { channel: 'email', address: 'an@example.org', verifiedAt: '2026-11-01T00:00:00.000Z' },
    { channel: 'phone', address: '+84912345678', verifiedAt: '2026-11-01T00:00:00.000Z' },
  ],
  consents: { messages: { given: true, at: '2026-11-01T00:00:00.000Z' } },
  eraseAt: null,
  createdAt: '2026-11-01T00:00:00.000Z',
  updatedAt: '2026-11-01T00:00:00.000Z',
};

export const queued: Delivery = {
  accountId: reachable.id,
  noticeId: '01KAR3T5Z0M8Q4V7X2C9B6N1PA',
  kind: 'progress',
  urgent: false,
  message: {
    push: { text: 'Bạn có thông báo mới từ thành phố.' },
    zalo: { templateId: '1234', data: { code: 'KHMTRWQA' } },
    email: { subject: 'Phản ánh KHMTRWQA', text: 'Phản ánh KHMTRWQA đã được xử lý.' },
  },
  channel: 'zalo',
  rest: ['email'],
  state: 'queued',
  attempts: 0,
  tried: [],
  dueAt: '2026-11-23T02:15:00.000Z',
  createdAt: '2026-11-23T02:15:00.000Z',
};
