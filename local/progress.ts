/** Tells a person what is going on, a line at a time. */
export type Say = (line: string) => void;

export const aloud: Say = (line) => console.log(line);
export const silently: Say = () => undefined;

/** Runs one step and says how long it took, with what `outcome` makes of its result. */
export async function step<T>(
  say: Say,
  what: string,
  run: () => Promise<T>,
  outcome?: (result: T) => string,
): Promise<T> {
  const started = performance.now();
  const result = await run();
  const more = outcome ? `: ${outcome(result)}` : '';
  say(`  ${seconds(started).padStart(7)}  ${what}${more}`);
  return result;
}

/** Seconds since `started` (of performance.now()), for people. */
export function seconds(started: number): string {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`;
}
