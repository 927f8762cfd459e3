import * as z from 'zod';
import { type City, startCity } from './city.ts';
import { removeCityFile, writeCityFile } from './city-file.ts';
import { cityName, region } from './configuration.ts';
import { demonstrate } from './demonstration.ts';
import { explain, Fault } from './fault.ts';
import { seconds } from './progress.ts';

// npm start: a whole city on this machine, with the main job shown once; it stays up until Ctrl-C, which leaves
// nothing running. `-- --once` ends after the demonstration, with 0 or 1.
const started = performance.now();
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interruption.abort());
// Whoever read this has gone (npm start | head): nobody knows that a city runs.
process.stdout.on('error', () => interruption.abort());

process.exit(await main());

async function main(): Promise<number> {
  try {
    const port = portOf(process.env.PORT);
    console.log(`Starting ${cityName.en} on this machine`);
    const city = await startCity({
      port,
      boundaries: process.env.CITY_BOUNDARIES,
      signal: interruption.signal,
    });
    try {
      const { apiUrl, issuers, endpoint, outputs, keysFile } = city;
      writeCityFile({ apiUrl, issuers, endpoint, region, outputs, keysFile, pid: process.pid });
      console.log('The main job once, from a report to its rating:');
      await Promise.race([
        demonstrate(city),
        city.died.then((fault) => Promise.reject(fault)),
        interrupted(),
      ]);
      console.log(`Done ${seconds(started)} after the start.`);
      if (process.argv.includes('--once')) return 0;
      console.log(readyText(city));
      await Promise.race([
        city.died.then((fault) => Promise.reject(fault)),
        interrupted().catch(() => undefined),
      ]);
      return 0;
    } finally {
      removeCityFile();
      if (interruption.signal.aborted) console.log('\nStopping …');
      await city.stop();
    }
  } catch (error) {
    explain(error);
    return interruption.signal.aborted ? 130 : 1;
  }
}

function portOf(given: string | undefined): number | undefined {
  if (given === undefined || given === '') return undefined;
  const port = z.coerce.number().int().min(1).max(65_535).safeParse(given);
  if (port.success) return port.data;
  throw new Fault(
    `PORT is '${given}', which is no port.`,
    'Give a number from 1 to 65535, or leave PORT out.',
  );
}

function interrupted(): Promise<never> {
  return new Promise((_, reject) => {
    const stopped = () =>
      reject(new Fault('Stopped before the demonstration ended.', 'Nothing is left running.'));
    if (interruption.signal.aborted) stopped();
    interruption.signal.addEventListener('abort', stopped, { once: true });
  });
}

function readyText({ apiUrl, issuers: { citizens, officials }, endpoint, zaloStub }: City): string {
  return `
The city is up; Ctrl-C ends it and leaves nothing running.
  API       ${apiUrl}
  Sign-in   ${citizens} (citizens), ${officials} (officials)
  E-mails   ${endpoint}/_ministack/ses/messages
  Zalo      ${zaloStub}
  Token     npm run -s token -- citizen`;
}
