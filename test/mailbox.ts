import * as z from 'zod';
import { city } from './city-under-test.ts';

/** What the emulator keeps of e-mails and text messages instead of sending them. */
const Anything = z.record(z.string(), z.unknown());

/** The newest message to an address, as text that holds it; null while there is none. */
export async function messageTo(address: string): Promise<string | null> {
  return (await messagesTo(address)).at(-1) ?? null;
}

/** All messages to an address, in their order. */
export async function messagesTo(address: string): Promise<string[]> {
  const path = address.startsWith('+') ? 'sns/sms-messages' : 'ses/messages';
  const response = await fetch(`${city.endpoint}/_ministack/${path}`);
  return messagesIn(Anything.parse(await response.json())).filter((text) => text.includes(address));
}

/** All that is in a list, however deep the lists lie. */
function messagesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.map((one) => JSON.stringify(one));
  const inside = Anything.safeParse(value);
  return inside.success ? Object.values(inside.data).flatMap(messagesIn) : [];
}
