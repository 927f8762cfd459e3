import { setTimeout as delay } from 'node:timers/promises';

/** Asks again and again until `probe` has an answer. Throws after `limitSeconds`, saying what did not happen. */
export async function until<T>(
  what: string,
  limitSeconds: number,
  probe: () => Promise<T | undefined>,
): Promise<T> {
  const deadline = performance.now() + limitSeconds * 1000;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`Not within ${limitSeconds} s: ${what}`);
    await delay(200);
  }
}
