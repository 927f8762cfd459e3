import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  calendarWarnings,
  type CityFile,
  cityOf,
  ConfigurationError,
  parseCityFile,
} from '../../cdk/config.ts';
import vnCalendar from '../../shared/city/data/vn-calendar.json' with { type: 'json' };
import { WorkingCalendar } from '../../shared/city/working-calendar.ts';
import { emptyAssets, newCity, root } from './synthesis.ts';

const hue = () => JSON.parse(readFileSync(`${root}/cdk/cities/hue.json`, 'utf8')) as CityFile;

describe('options', () => {
  test('default to Huế on one machine', () => {
    const city = cityOf({});
    expect(city).toMatchObject({ name: 'hue', stage: 'local', alarmEmail: null });
    expect(city.clock.scale).toBe(1);
  });

  test('of a city under test: its issuers, its clock', () => {
    const options = {
      citizensIssuer: 'http://127.0.0.1:5000',
      officialsIssuer: 'http://127.0.0.1:5001',
      timeScale: '3600',
      clockOrigin: '2026-11-23T08:00:00Z',
    };
    const { issuers, clock } = cityOf(options);
    expect(issuers.map(({ issuer }) => issuer)).toEqual(['http://127.0.0.1:5000', 'http://127.0.0.1:5001']);
    expect(clock).toEqual({ scale: 3600, origin: '2026-11-23T08:00:00Z' });
  });

  test('of a city whose functions cannot reach the issuers: their keys', () => {
    const { issuers } = cityOf({
      citizensIssuer: 'http://127.0.0.1:5000',
      issuerKeys: 'data:application/json;base64,e30=',
    });
    expect(issuers[0]).toMatchObject({
      issuer: 'http://127.0.0.1:5000',
      jwksUri: 'data:application/json;base64,e30=',
    });
  });

  test.each([
    [
      { stage: 'production', timeScale: '2', clockOrigin: '2026-11-23T08:00:00Z' },
      /timeScale: production runs by the wall clock/,
    ],
    [{ timeScale: '2' }, /clockOrigin: needed with timeScale/],
    [{ timeScale: '0' }, /option -c timeScale: /],
    [{ stage: 'staging', citizensIssuer: 'http://127.0.0.1:5000' }, /only for stage local/],
    [{ stage: 'prod' }, /option -c stage: .*local.*staging.*production/],
    [{ officialsIssuer: 'localhost' }, /option -c officialsIssuer: /],
    [{ city: '../secrets' }, /option -c city: /],
    [{ city: 'atlantis' }, /cdk\/cities\/atlantis\.json cannot be read/],
  ])('%j are refused by name', (options, message) => {
    expect(() => cityOf(options)).toThrow(ConfigurationError);
    expect(() => cityOf(options)).toThrow(message);
  });
});

describe('a city’s file', () => {
  test.each([
    ['deployment.throttling.rate', (file: CityFile) => (file.deployment.throttling.rate = 0)],
    ['deployment.logRetentionDays', (file: CityFile) => (file.deployment.logRetentionDays = 31 as 30)],
    [
      'deployment.corsOrigins.0',
      (file: CityFile) => (file.deployment.corsOrigins = ['https://app.example/path']),
    ],
    [
      'deployment.alarmEmails.production',
      (file: CityFile) => (file.deployment.alarmEmails.production = 'nobody'),
    ],
    ['deployment.issuers.staging', (file: CityFile) => (file.deployment.issuers.staging = [])],
    ['deployment.regions.production', (file: CityFile) => (file.deployment.regions.production = 'Singapore')],
    [
      'deployment.issuers.local.0.signsIn',
      (file: CityFile) => (file.deployment.issuers.local[0]!.signsIn = 'x' as 'citizens'),
    ],
    ['deployment.emailSender', (file: CityFile) => (file.deployment.emailSender = 'nobody')],
    [
      'runtime.limits.reports.person.count',
      (file: CityFile) => (file.runtime.limits.reports.person.count = 0),
    ],
    ['runtime.place.toleranceMetres', (file: CityFile) => (file.runtime.place.toleranceMetres = -1)],
  ])('is refused by the name of the field: %s', (field, spoil) => {
    const file = hue();
    spoil(file);
    expect(() => parseCityFile(file, 'hue.json')).toThrow(
      new RegExp(`^hue\\.json: ${field.replaceAll('.', '\\.')}: `),
    );
  });

  test('may hold nothing unknown', () => {
    expect(() => parseCityFile({ ...hue(), colour: 'red' }, 'hue.json')).toThrow(/colour/);
  });
});

describe('the working calendar that comes with the code', () => {
  const years = WorkingCalendar.parse(vnCalendar).years;
  const knowing = (...known: string[]) => ({
    hours: [{ from: '07:30', to: '17:00' }],
    years: Object.fromEntries(known.map((year) => [year, years[year]!])),
  });
  test('without this year stops the deployment, and says which', () => {
    expect(() => calendarWarnings(knowing('2025'), new Date('2026-03-01T00:00:00Z'))).toThrow(
      /vn-calendar\.json: The working calendar of 2026 is missing/,
    );
  });
  test('without next year warns sixty days ahead', () => {
    expect(calendarWarnings(knowing('2026'), new Date('2026-10-31T00:00:00Z'))).toEqual([]);
    expect(calendarWarnings(knowing('2026'), new Date('2026-11-03T00:00:00Z'))).toEqual([
      expect.stringContaining('2027'),
    ]);
  });
});

test('a function that is not there is named', () => {
  expect(() => newCity({}, emptyAssets(['photos/api']))).toThrow(
    /functions\/.+\.ts is missing: the stack deploys it as city-local-/,
  );
});
