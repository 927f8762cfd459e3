/** Vietnam is seven hours ahead of UTC all year round. */
const offsetMilliseconds = 7 * 3_600_000;

/** The day of the city's calendar at a moment, `2026-11-23`. */
export function dayOf(at: Date): string {
  return new Date(at.getTime() + offsetMilliseconds).toISOString().slice(0, 10);
}

/** The city's time of day at a moment, `09:15`. */
export function timeOf(at: Date): string {
  return new Date(at.getTime() + offsetMilliseconds).toISOString().slice(11, 16);
}

/** The day so many days after another one, or before it where negative. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
