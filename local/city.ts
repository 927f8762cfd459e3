import { accessToken } from './access-token.ts';
import { awsEnvironment, cdk } from './cdk.ts';
import { startEmulator } from './emulator.ts';
import { Fault } from './fault.ts';
import { startIssuer } from './issuer.ts';
import { Person } from './people.ts';
import { endpointOf, keysAddress } from './platform-differences.ts';
import { aloud, silently, step } from './progress.ts';
import { importReferenceData } from './reference-data.ts';
import { beginRun } from './run.ts';
import { keysFile } from './signing-keys.ts';

/** A whole city on this machine: the deployed stacks, the issuer of its tokens, its units and categories. */
export interface City {
  /** Ends in /v1. */
  apiUrl: string;
  issuer: string;
  /** Where AWS is: http://127.0.0.1:PORT */
  endpoint: string;
  /** Of the stacks, by name. */
  outputs: Record<string, string>;
  /** The AWS_… variables that SDKs need to reach it. */
  env: Record<string, string>;
  /** The issuer's private keys, for tests that sign what it would not. */
  keysFile: string;
  /** An access token of a person (people.ts), good for an hour. */
  token: (person: string) => Promise<string>;
  /** Resolves with what happened if the city ends without being stopped. */
  died: Promise<Fault>;
  /** Ends all that runs. May be called again. */
  stop: () => Promise<void>;
}

export interface CityOptions {
  /** City seconds that pass in one real second; 1 where not given. */
  timeScale?: number | undefined;
  /** When the city's clock and the wall clock show the same; now where not given. */
  clockOrigin?: string | undefined;
  /** Path of a GeoJSON file with the units' boundaries. */
  boundaries?: string | undefined;
  /** Says nothing on the way. */
  quiet?: boolean | undefined;
  /** Of the emulator; a free one where not given. */
  port?: number | undefined;
  /** Stops the start where it is, leaving nothing. */
  signal?: AbortSignal | undefined;
}

/**
 * Starts a city: the emulator (or the one of AWS_ENDPOINT_URL), the issuer, the stacks with the real CDK, and the
 * reference data through the API. Throws a Fault when something is in the way; then nothing is left running.
 */
export async function startCity(options: CityOptions = {}): Promise<City> {
  const say = options.quiet === true ? silently : aloud;
  const { run, died: leftovers } = beginRun();
  if (leftovers > 0)
    say(`Cleaned up after ${leftovers} earlier start${leftovers === 1 ? '' : 's'} that died`);
  let died: Promise<Fault> = new Promise(() => undefined);
  /** What has to be given up when the emulator dies or the start is stopped. */
  const unlessItEnds = <T>(work: Promise<T>): Promise<T> =>
    Promise.race([work, died.then((fault) => Promise.reject(fault)), aborted(options.signal)]);

  try {
    const given = process.env.AWS_ENDPOINT_URL;
    let endpoint: string;
    if (given) {
      endpoint = endpointOf(given);
      await step(
        say,
        'using AWS_ENDPOINT_URL',
        () => mustAnswer(endpoint),
        () => endpoint,
      );
    } else {
      const emulator = await unlessItEnds(
        step(
          say,
          'emulator started',
          () => startEmulator(run, say, options.port),
          (one) => one.endpoint,
        ),
      );
      ({ endpoint, died } = emulator);
    }
    const issuer = await step(
      say,
      'issuer of tokens started',
      () => startIssuer(run),
      ({ url }) => url,
    );

    const stacks = cdk(run, endpoint, say);
    await unlessItEnds(step(say, 'bootstrapped with the CDK', stacks.bootstrap));
    const context = {
      ...contextOf(options, issuer.url),
      ...(given && { issuerKeys: keysAddress(issuer.keys) }),
    };
    const outputs = await unlessItEnds(
      step(
        say,
        'deployed with the CDK',
        () => stacks.deploy(context),
        (all) => `API ${all.ApiId}`,
      ),
    );
    const apiUrl = `${endpoint}/_aws/execute-api/${outputs.ApiId}/${outputs.ApiStage}/v1`;
    const token = (name: string) => accessToken(Person.parse(name), issuer.url, issuer.keys);
    const admin = await token('admin');
    const documents =
      options.boundaries === undefined
        ? 'units, categories, routing'
        : 'units, categories, routing, boundaries';
    await unlessItEnds(
      step(say, `imported ${documents}`, () => importReferenceData(apiUrl, admin, options.boundaries)),
    );
    return {
      apiUrl,
      issuer: issuer.url,
      endpoint,
      outputs,
      env: awsEnvironment(endpoint),
      keysFile,
      token,
      died,
      stop: run.end,
    };
  } catch (error) {
    await run.end();
    throw error;
  }
}

function contextOf({ timeScale, clockOrigin }: CityOptions, issuer: string): Record<string, string> {
  return {
    stage: 'local',
    issuer,
    ...(timeScale !== undefined && {
      timeScale: String(timeScale),
      clockOrigin: clockOrigin ?? new Date().toISOString(),
    }),
  };
}

async function mustAnswer(endpoint: string): Promise<void> {
  try {
    await fetch(`${endpoint}/_localstack/health`);
  } catch {
    throw new Fault(
      `Nothing answers at AWS_ENDPOINT_URL (${endpoint}).`,
      'Start it (docker compose up -d), or unset AWS_ENDPOINT_URL to have an emulator started.',
    );
  }
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const give = () => reject(new Fault('The start was stopped.', 'Nothing is left running.'));
    if (signal?.aborted) give();
    signal?.addEventListener('abort', give, { once: true });
  });
}
