import { readFileSync } from 'node:fs';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod';
import { missingYears, type WorkingCalendar } from '../shared/city/working-calendar.ts';
import { CityConfig, IssuerConfig } from '../shared/city/config.ts';
import type { ClockConfig } from '../shared/clock.ts';

/** Where a city runs: on one machine, where it is tried, where people use it. */
export const Stage = z.enum(['local', 'staging', 'production']);
export type Stage = z.infer<typeof Stage>;

const Region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'an AWS Region such as ap-southeast-1');
const Origin = z.string().regex(/^(\*|https?:\/\/[^/\s]+)$/, '* or an origin such as https://app.example');
const Issuers = z.array(IssuerConfig).min(1);

/** What a city decides about its deployment: cdk/cities/<city>.json, "deployment". */
const Deployment = z.strictObject({
  /** The AWS Region of each stage. No Region is in Vietnam; README.md says what that means. */
  regions: z.strictObject({ local: Region, staging: Region, production: Region }),
  /** For the whole API: requests a second that it takes for long, and how many at once on top. Assumed. */
  throttling: z.strictObject({ rate: z.number().positive(), burst: z.number().int().positive() }),
  /** Days that logs are kept; one of the periods that CloudWatch offers. */
  logRetentionDays: z.enum(RetentionDays),
  /** Origins that browsers may call and upload from. */
  corsOrigins: z.array(Origin).min(1),
  /** Who gets the alarms; nobody where null. The address has to confirm a first mail. */
  alarmEmails: z.strictObject({ staging: z.email().nullable(), production: z.email().nullable() }),
  /** The address that the city's e-mails come from; its domain is verified with SES. */
  emailSender: z.email(),
  /** Zalo's notification service; null where the city has none. */
  zaloEndpoints: z.strictObject({ staging: z.url().nullable(), production: z.url().nullable() }),
  /** Hosts of the push services that the city calls; `*.` stands for any below. */
  pushHosts: z.array(z.string().regex(/^(\*\.)?[a-z0-9.-]+$/)).min(1),
  /** How long sealed audit records cannot be deleted by anybody. Assumed. */
  auditYears: z.number().int().min(1).max(30),
  /** Whose tokens are believed. */
  issuers: z.strictObject({ local: Issuers, staging: Issuers, production: Issuers }),
});

const CityFile = z.strictObject({ deployment: Deployment, runtime: CityConfig });
export type CityFile = z.infer<typeof CityFile>;

/** What is given with `-c name=value`. All but city and stage are for local cities and those under test. */
const Options = z.object({
  city: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'the name of a file in cdk/cities, such as hue')
    .default('hue'),
  stage: Stage.default('local'),
  /** Addresses of the local issuers, for citizens and for officials, instead of those in the file. */
  citizensIssuer: z.url().optional(),
  officialsIssuer: z.url().optional(),
  /** Where their keys are, if functions cannot reach them to ask; may be a data: address that holds them. */
  issuerKeys: z.url().optional(),
  /** Where a local city's Zalo messages go. */
  zaloEndpoint: z.url().optional(),
  /** City seconds that pass in one real second: 3600 makes an hour a second. */
  timeScale: z.coerce.number().min(1).default(1),
  /** When the city's clock and the wall clock showed the same; needed with timeScale. */
  clockOrigin: z.iso.datetime().optional(),
});

/** One city at one stage, as the stacks read it. */
export interface City {
  name: string;
  stage: Stage;
  region: string;
  alarmEmail: string | null;
  issuers: readonly IssuerConfig[];
  /** Null where the city has no Zalo. */
  zaloEndpoint: string | null;
  clock: ClockConfig;
  deployment: CityFile['deployment'];
  runtime: CityConfig;
}

/** A mistake in what the deployer wrote; its message is meant for them and needs no stack trace. */
export class ConfigurationError extends Error {}

/**
 * The city that the given context asks for. Throws a ConfigurationError that names each wrong field, in the file or
 * among the options.
 */
export function cityOf(context: unknown): City {
  const options = checked(Options, context, 'option -c ');
  const file = readCityFile(options.city);
  const { stage, citizensIssuer, officialsIssuer, issuerKeys, zaloEndpoint, timeScale, clockOrigin } =
    options;
  if (stage === 'production' && timeScale !== 1) {
    throw new ConfigurationError(
      `option -c timeScale: production runs by the wall clock, not ${timeScale} times it`,
    );
  }
  if (stage !== 'local' && (citizensIssuer ?? officialsIssuer ?? issuerKeys ?? zaloEndpoint) !== undefined) {
    throw new ConfigurationError(
      `options -c citizensIssuer, officialsIssuer, issuerKeys, zaloEndpoint: only for stage local; ${stage} has them in its file`,
    );
  }
  if (timeScale !== 1 && clockOrigin === undefined) {
    throw new ConfigurationError(
      'option -c clockOrigin: needed with timeScale, a time such as 2026-11-23T00:00:00Z',
    );
  }
  const { regions, issuers, alarmEmails, zaloEndpoints } = file.deployment;
  const given = { citizens: citizensIssuer, officials: officialsIssuer };
  return {
    name: options.city,
    stage,
    region: regions[stage],
    alarmEmail: stage === 'local' ? null : alarmEmails[stage],
    issuers: issuers[stage].map((one) => ({
      ...one,
      issuer: given[one.signsIn] ?? one.issuer,
      ...(issuerKeys !== undefined && { jwksUri: issuerKeys }),
    })),
    zaloEndpoint: stage === 'local' ? (zaloEndpoint ?? null) : zaloEndpoints[stage],
    // At scale 1 the origin has no meaning; a fixed one keeps the template the same from synth to synth.
    clock: { scale: timeScale, origin: clockOrigin ?? '2026-01-01T00:00:00Z' },
    deployment: file.deployment,
    runtime: file.runtime,
  };
}

/**
 * What the deployer should know of the working calendar that comes with the code: that next year's days are still
 * missing. Throws a ConfigurationError where this year's are: every deadline would be reckoned without holidays.
 */
export function calendarWarnings(calendar: WorkingCalendar, now: Date): string[] {
  const missing = missingYears(calendar, now);
  const file = 'shared/city/data/vn-calendar.json';
  const current = missing.find(({ isNow }) => isNow);
  if (current !== undefined) throw new ConfigurationError(`${file}: ${current.error.message.en}`);
  return missing.map(({ error }) => `${file}: ${error.message.en}`);
}

function readCityFile(name: string): CityFile {
  const path = `cdk/cities/${name}.json`;
  const address = new URL(`cities/${name}.json`, import.meta.url);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(address, 'utf8'));
  } catch (error) {
    throw new ConfigurationError(
      `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  return parseCityFile(content, path);
}

/** A city's file, checked; `path` is what an error calls it. */
export function parseCityFile(content: unknown, path: string): CityFile {
  return checked(CityFile, content, `${path}: `);
}

function checked<S extends z.ZodType>(schema: S, value: unknown, where: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const lines = result.error.issues.map(
    ({ path, message }) => `${where}${path.join('.') || 'whole'}: ${message}`,
  );
  throw new ConfigurationError(lines.join('\n'));
}
