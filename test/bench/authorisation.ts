import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import * as z from 'zod';
import { anonymous } from '../../shared/access/actor.ts';
import type { City as Deployment } from '../../cdk/config.ts';
import { cityClock } from '../../shared/clock.ts';
import { gate } from '../../shared/http/gate.ts';
import type { Routes } from '../../shared/http/route.ts';
import { serve } from '../../shared/http/serve.ts';
import { openTable } from '../../shared/table/table.ts';
import type { City } from '../../local/city.ts';

/** What it costs to know who calls, on a warm function. */
export interface AuthorisationFigures {
  caller: string;
  /** Processor time of one request, in milliseconds: with the caller simply given, and what knowing them adds. */
  without: number;
  added: number;
  /** What the first request of each minute adds: the signature is verified and the table asked anew. */
  addedOnceAMinute: number;
}

const routes = {
  ping: {
    method: 'GET',
    path: '/ping',
    summary: 'Does nothing',
    action: 'categories.read',
    responses: { 200: z.strictObject({ ok: z.boolean() }) },
  },
} as const satisfies Routes;
const rounds = 9;
const requests = 100;

/** Asks a route that does nothing, with and without authorisation in turn, and compares processor time. */
export async function measureAuthorisation(
  city: City,
  { issuers, runtime }: Pick<Deployment, 'issuers' | 'runtime'>,
): Promise<AuthorisationFigures[]> {
  const ground = {
    table: openTable(city.outputs.TableName ?? ''),
    issuers,
    city: runtime,
    corsOrigins: ['*'],
  };
  const clock = cityClock({ scale: 1, origin: '2026-01-01T00:00:00.000Z' });
  let minutes = 0;
  const hasty = { ...clock, now: () => new Date(Date.now() + (minutes += 1) * 61_000) };
  const options = gate({ ...ground, clock });
  const ping = () => Promise.resolve({ status: 200 as const, body: { ok: true } });
  const full = serve(routes, { ping }, options);
  const forgetful = serve(routes, { ping }, gate({ ...ground, clock: hasty }));
  const given = { actor: anonymous, token: null, client: null };
  const bare = serve(routes, { ping }, { ...options, identify: () => Promise.resolve(given) });
  const figures: AuthorisationFigures[] = [];
  for (const caller of ['citizen', 'official@19753', 'leader@UBND']) {
    const event = eventWith(await city.token(caller));
    const times: [number, number, number][] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const time: [number, number, number] = [
        await processorTime(bare, event),
        await processorTime(full, event),
        await processorTime(forgetful, event),
      ];
      // The first round warms up.
      if (round > 0) times.push(time);
    }
    const without = median(times.map(([one]) => one));
    figures.push({
      caller,
      without: rounded(without),
      added: rounded(median(times.map(([, one]) => one)) - without),
      addedOnceAMinute: rounded(median(times.map(([, , one]) => one)) - without),
    });
  }
  return figures;
}

async function processorTime(
  handler: ReturnType<typeof serve>,
  event: APIGatewayProxyEvent,
): Promise<number> {
  const before = process.cpuUsage();
  for (let count = 0; count < requests; count += 1) {
    const { statusCode } = await handler({ ...event }, { awsRequestId: 'bench' } as Context);
    if (statusCode !== 200) throw new Error(`answered ${statusCode}`);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / requests;
}

function eventWith(token: string): APIGatewayProxyEvent {
  return {
    httpMethod: 'GET',
    path: '/v1/ping',
    headers: { authorization: `Bearer ${token}` },
    queryStringParameters: {},
    multiValueQueryStringParameters: {},
    pathParameters: null,
    body: null,
    isBase64Encoded: false,
  } as unknown as APIGatewayProxyEvent;
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const rounded = (value: number) => Math.round(value * 1000) / 1000;
