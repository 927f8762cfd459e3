import * as z from 'zod';
import { channelNames } from './message.ts';
import { noticeKinds } from './routing-table.ts';

const OfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .meta({ description: 'Time of the city’s day, such as 21:00' });

/** From when to when nothing but what is urgent goes out; over midnight where `from` is later. */
export const QuietHours = z.strictObject({ from: OfDay, to: OfDay });
export type QuietHours = z.infer<typeof QuietHours>;

/** What a person wants to be told outside of the app, by channel and kind, and when not. The inbox has everything. */
export const Preferences = z
  .strictObject({
    channels: z.record(z.enum(channelNames), z.record(z.enum(noticeKinds), z.boolean())),
    quietHours: QuietHours.nullable(),
  })
  .meta({ id: 'NoticePreferences' });
export type Preferences = z.infer<typeof Preferences>;

/** What holds for those who have chosen nothing: everything, with the city's quiet hours. */
export function defaultPreferences(quietHours: QuietHours | null): Preferences {
  const every = () => ({ progress: true, questions: true, work: true, deadlines: true, digests: true });
  return { channels: { push: every(), zalo: every(), email: every() }, quietHours };
}

/** The city is seven hours ahead of UTC all year round. */
const offsetMinutes = 7 * 60;
const minuteMilliseconds = 60_000;
const dayMinutes = 24 * 60;

/** When the quiet hours that a moment lies in end; null when it lies in none. Equal ends mean none. */
export function quietUntil(at: Date, quiet: QuietHours | null): Date | null {
  if (quiet === null) return null;
  const minutes = at.getTime() / minuteMilliseconds + offsetMinutes;
  const now = minutes % dayMinutes;
  const [from, to] = [minutesOf(quiet.from), minutesOf(quiet.to)];
  const inside = from <= to ? from <= now && now < to : from <= now || now < to;
  if (!inside) return null;
  const left = (to - now + dayMinutes) % dayMinutes;
  return new Date(at.getTime() + left * minuteMilliseconds);
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
