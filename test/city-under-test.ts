import { readFileSync } from 'node:fs';
import * as z from 'zod';

/** The city that test/run.ts started for these tests, and how to reach it. */
const CityUnderTest = z.object({
  apiUrl: z.url(),
  issuers: z.object({ citizens: z.url(), officials: z.url() }),
  endpoint: z.url(),
  keysFile: z.string(),
  /** Outputs of the stateless stack, by name. */
  outputs: z.record(z.string(), z.string()),
  /** What SDK clients need: AWS_ENDPOINT_URL, region and dummy keys. */
  env: z.record(z.string(), z.string()),
});

function load(): z.infer<typeof CityUnderTest> {
  const file = process.env.CITY_UNDER_TEST;
  if (file === undefined) throw new Error('No city is running for these tests: run them with `npm test`');
  return CityUnderTest.parse(JSON.parse(readFileSync(file, 'utf8')));
}

export const city = load();
Object.assign(process.env, city.env);

/** An output of the deployed stack; an error names the one that is not there. */
export function output(name: string): string {
  const value = city.outputs[name];
  if (value === undefined) throw new Error(`the stack has no output ${name}`);
  return value;
}

/** Asks again until `read` gives something, at most `seconds`; what was hoped for is said when it never comes. */
export async function eventually<T>(
  hope: string,
  read: () => Promise<T | null | undefined | false>,
  seconds = 30,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await read();
    if (value !== null && value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`after ${seconds} s still not: ${hope}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
