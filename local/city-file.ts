import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { Fault } from './fault.ts';
import { isAlive } from './processes.ts';
import { localDirectory } from './run.ts';

const cityFile = path.join(localDirectory, 'city.json');

/** What other programs need to know of the city that `npm start` runs. `apiUrl` ends in /v1. */
const CityFile = z.object({
  apiUrl: z.url(),
  /** Where people sign in: citizens, and officials. */
  issuers: z.object({ citizens: z.url(), officials: z.url() }),
  endpoint: z.url(),
  region: z.string(),
  outputs: z.record(z.string(), z.string()),
  keysFile: z.string(),
  /** Of the process that started it. */
  pid: z.number().int(),
});
export type CityFile = z.infer<typeof CityFile>;

/** The running city. Throws a Fault when none runs. */
export function readCityFile(): CityFile {
  const city = existsSync(cityFile) ? CityFile.parse(JSON.parse(readFileSync(cityFile, 'utf8'))) : undefined;
  if (city && isAlive(city.pid)) return city;
  throw new Fault('No city is running here.', 'Start one with: npm start');
}

export function writeCityFile(city: CityFile): void {
  writeFileSync(cityFile, `${JSON.stringify(city, null, 2)}\n`);
}

/** Removes the file if it is still this process's: a later start may have written its own. */
export function removeCityFile(): void {
  if (
    existsSync(cityFile) &&
    CityFile.safeParse(JSON.parse(readFileSync(cityFile, 'utf8'))).data?.pid === process.pid
  ) {
    rmSync(cityFile);
  }
}
