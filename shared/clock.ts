import * as z from 'zod';

/**
 * The city's clock. It runs as the wall clock does, but for a city under test, where an hour may pass in a
 * second: functions and the waits of workflows both read it, so that they never disagree.
 */
export interface Clock {
  /** The city's time now. */
  now(): Date;
  /** Real seconds from now until `due` by the city's clock; 0 when it has passed. At least 1 otherwise, whole. */
  secondsUntil(due: Date): number;
}

export const ClockConfig = z.strictObject({
  /** City seconds that pass in one real second. 1 everywhere but in tests. */
  scale: z.number().min(1),
  /** When the two clocks showed the same. */
  origin: z.iso.datetime(),
});
export type ClockConfig = z.infer<typeof ClockConfig>;

/** A clock from its configuration; `realNow` in milliseconds is for tests. */
export function cityClock(config: ClockConfig, realNow: () => number = Date.now): Clock {
  const origin = Date.parse(config.origin);
  const now = () => new Date(origin + (realNow() - origin) * config.scale);
  return {
    now,
    secondsUntil(due) {
      const milliseconds = due.getTime() - now().getTime();
      return milliseconds <= 0 ? 0 : Math.ceil(milliseconds / 1000 / config.scale);
    },
  };
}
