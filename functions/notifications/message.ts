import * as z from 'zod';
import { missedInWords } from './notices.ts';
import type { NoticeEvent, NoticeRow } from './routing-table.ts';
import { fill, type Values } from './template.ts';

/** The ways to people outside of the app, in the order in which they are tried: the cheapest first. */
export const channelNames = ['push', 'zalo', 'email'] as const;
export const ChannelName = z.enum(channelNames);
export type ChannelName = z.infer<typeof ChannelName>;

/** What goes out of the city for one notice, filled in, in its receiver's language; by channel. */
export const Message = z.object({
  push: z.object({ text: z.string() }).optional(),
  zalo: z.object({ templateId: z.string(), data: z.record(z.string(), z.string()) }).optional(),
  email: z.object({ subject: z.string(), text: z.string() }).optional(),
});
export type Message = z.infer<typeof Message>;

/** What a row sends out, filled in. */
export function messageOf(
  { channels: { push, zalo, email } }: NoticeRow,
  values: Values,
  language: 'vi' | 'en',
): Message {
  const filled = (template: string) => fill(template, values, language);
  return {
    // A lock screen is read by whoever passes: a push never has a value in it, whatever its template says.
    ...(push && { push: { text: fill(push.text[language], {}, language) } }),
    ...(zalo && {
      zalo: {
        templateId: zalo.templateId,
        data: Object.fromEntries(Object.entries(zalo.data).map(([name, value]) => [name, filled(value)])),
      },
    }),
    ...(email && { email: { subject: filled(email.subject[language]), text: filled(email.text[language]) } }),
  };
}

/** Values to show a row with before it is in force. */
export function sampleValues(event: NoticeEvent): Values {
  const isDigest = event.startsWith('digest.');
  return {
    code: event === 'photo.refused' ? '' : 'KHMTRWQA',
    unit: { vi: 'Phường Phú Xuân', en: 'Phu Xuan Ward' },
    day: '23/11/2026',
    due: isDigest ? '5' : '17:00 23/11/2026',
    missed: missedInWords.acceptance,
    other: 'PXQATRWK',
    worst: { vi: 'Phường Phú Xuân (3)', en: 'Phu Xuan Ward (3)' },
    open: '42',
    overdue: '3',
    asked: '1',
    unassigned: '2',
    count: '7',
  };
}
