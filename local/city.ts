import { awsEnvironment, cdk } from './cdk.ts';
import { startEmulator } from './emulator.ts';
import { Fault } from './fault.ts';
import { startIssuer } from './issuer.ts';
import { endpointOf, keysAddress } from './platform-differences.ts';
import { putNoticeKeys } from './notice-keys.ts';
import { importPosts } from './posts.ts';
import { aloud, silently, step } from './progress.ts';
import { importReferenceData } from './reference-data.ts';
import { beginRun } from './run.ts';
import { type Issuers, signIn } from './sign-in.ts';
import { keysFile, signingKeys } from './signing-keys.ts';
import { startZaloStub } from './zalo-stub.ts';

/** A whole city on this machine: the deployed stacks, the issuer of its tokens, its units and categories. */
export interface City {
  /** Ends in /v1. */
  apiUrl: string;
  issuers: Issuers;
  /** Stands in for Zalo: GET shows what was sent. */
  zaloStub: string;
  /** Where AWS is: http://127.0.0.1:PORT */
  endpoint: string;
  /** Of the stacks, by name. */
  outputs: Record<string, string>;
  /** The AWS_… variables that SDKs need to reach it. */
  env: Record<string, string>;
  /** The issuer's private keys, for tests that sign what it would not. */
  keysFile: string;
  /** Signs a person (people.ts) in; their access token is good for an hour. */
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
    const keys = await signingKeys();
    const issuers = await step(say, 'issuers of tokens started', async (): Promise<Issuers> => {
      const [citizens, officials] = [
        await startIssuer(run, 'citizens', keys),
        await startIssuer(run, 'officials', keys),
      ];
      return { citizens, officials };
    });

    const zaloStub = await startZaloStub(run);

    const stacks = cdk(run, endpoint, say);
    await unlessItEnds(step(say, 'bootstrapped with the CDK', stacks.bootstrap));
    const context = {
      ...contextOf(options, issuers),
      zaloEndpoint: zaloStub,
      ...(given && { issuerKeys: keysAddress(keys) }),
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
    await putNoticeKeys(endpoint, outputs.NoticeKeysArn ?? '');
    const token = (name: string) => signIn(issuers, apiUrl, name);
    const admin = await unlessItEnds(token('admin'));
    const documents =
      options.boundaries === undefined
        ? 'units, posts, categories, routing, deadlines, notices'
        : 'units, posts, categories, routing, deadlines, notices, boundaries';
    await unlessItEnds(
      step(say, `imported ${documents}`, async () => {
        await importReferenceData(apiUrl, admin, options.boundaries);
        await importPosts(apiUrl, admin);
      }),
    );
    return {
      apiUrl,
      issuers,
      zaloStub,
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

function contextOf(
  { timeScale, clockOrigin }: CityOptions,
  { citizens, officials }: Issuers,
): Record<string, string> {
  return {
    stage: 'local',
    citizensIssuer: citizens,
    officialsIssuer: officials,
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
