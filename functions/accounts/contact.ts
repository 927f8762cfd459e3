import { createHash, randomInt } from 'node:crypto';
import * as z from 'zod';
import { Channel } from '../../shared/account-record.ts';
import { rule } from '../../shared/http/validation.ts';

/** Vietnamese mobile numbers, as people write them or with +84; kept as +84…. */
const Phone = z
  .string()
  .transform((text) => text.replace(/[\s.-]/g, '').replace(/^0/, '+84'))
  .refine(
    (text) => /^\+84[35789]\d{8}$/.test(text),
    rule({ vi: 'Phải là số di động Việt Nam', en: 'It must be a Vietnamese mobile number' }),
  );

/** An address to reach a person at. */
export const Address = z.discriminatedUnion('channel', [
  z.strictObject({ channel: z.literal('email'), address: z.email().max(254) }),
  z.strictObject({ channel: z.literal('phone'), address: Phone }),
]);
export type Address = z.infer<typeof Address>;

/** How long a code is good, and how often it may be mistyped. Assumed, as other services have it. */
export const codeMinutes = 10;
export const mostAttempts = 5;

/** An address whose owner has not said the code yet (PK = ACCOUNT#id, SK = CONTACT#channel). */
export const PendingContact = z.object({
  channel: Channel,
  address: z.string(),
  codeHash: z.string(),
  /** By the wall clock, as the lifetime of tokens: both are about people at their phones. */
  expiresAt: z.iso.datetime({ precision: 3 }),
  attempts: z.number().int(),
});
export type PendingContact = z.infer<typeof PendingContact>;

/** Six random digits. */
export const newCode = () => String(randomInt(1_000_000)).padStart(6, '0');

/** A code is short: its hash keeps it from being read by the way, and its few minutes and attempts from being tried. */
export const hashCode = (accountId: string, code: string) =>
  createHash('sha256').update(`${accountId}\n${code}`).digest('base64url');

/** May this code still be tried? */
export const isOpen = ({ expiresAt, attempts }: PendingContact, wallClock: Date) =>
  attempts < mostAttempts && wallClock.toISOString() < expiresAt;

/** What the code's message says. */
export function codeText(code: string, city: { vi: string; en: string }, language: 'vi' | 'en') {
  return {
    vi: {
      subject: `Mã xác nhận của ${city.vi}`,
      text: `Mã xác nhận của bạn là ${code}, có hiệu lực ${codeMinutes} phút. Đừng đưa mã cho bất kỳ ai.`,
    },
    en: {
      subject: `Your code from ${city.en}`,
      text: `Your code is ${code}, good for ${codeMinutes} minutes. Give it to nobody.`,
    },
  }[language];
}
