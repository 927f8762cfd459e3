import { S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, test } from 'vitest';
import { cityHandlers } from '../../../functions/city/handlers.ts';
import { DocumentStore } from '../../../functions/city/store.ts';
import { anonymous } from '../../../shared/access/actor.ts';
import { categoryCodes } from '../../../shared/city/categories.ts';
import type { Unit } from '../../../shared/city/directory.ts';
import { boundariesReader } from '../../../shared/city/documents.ts';
import { replaceDocument } from '../../../shared/city/document-store.ts';
import { output } from '../../city-under-test.ts';
import { ownTable } from '../directory/own-table.ts';

// A table of its own: the documents of the running city decide where the reports of other tests go.
const table = ownTable('documents');
const s3 = new S3Client({});
const bucket = output('ReferenceBucket');
const now = new Date('2031-05-01T00:00:00.000Z');
const clock = { now: () => now, secondsUntil: () => 0 };
const handlers = cityHandlers(new DocumentStore(table, s3, bucket), clock);

const unit = (code: string, kind: Unit['kind'] = 'commune'): Unit => ({
  code,
  kind,
  name: { vi: code, en: code },
  ...(kind === 'commune' && {
    point: { lat: 16, lng: 107 },
    knownPoints: [{ name: 'x', lat: 16, lng: 107 }],
  }),
});
const units = {
  source: 'test',
  units: [
    unit('W'),
    unit('E'),
    unit('CA', 'agency'),
    { ...unit('OLD', 'agency'), to: '2031-04-30', successor: 'CA' },
    { ...unit('PAST'), to: '2031-04-30', successor: 'W' },
  ],
};
const routing = {
  rules: [
    { category: 'animals' as const, communes: ['W'], unit: 'CA' },
    ...categoryCodes.map((category) => ({ category, unit: 'COMMUNE' })),
  ],
};

/** Two squares side by side; the border between them can be moved. */
function fileWithBorderAt(border: number) {
  const square = (code: string, west: number, east: number) => ({
    type: 'Feature' as const,
    properties: { code },
    geometry: {
      type: 'Polygon' as const,
      coordinates: [
        [
          [west, 16],
          [east, 16],
          [east, 16.1],
          [west, 16.1],
          [west, 16],
        ] as [number, number][],
      ],
    },
  });
  return {
    type: 'FeatureCollection' as const,
    features: [square('W', 107, border), square('E', border, 107.2)],
  };
}

const request = {
  actor: anonymous,
  token: null,
  language: 'en' as const,
  expectedVersion: null,
  params: undefined,
};
const put = (ifMatch?: string) => ({ ...request, query: undefined, headers: { 'if-match': ifMatch } });
const get = { ...request, query: undefined, headers: undefined, body: undefined };
const importing = (border: number, dryRun: 'true' | 'false' = 'false') =>
  handlers.putBoundaries({ ...put(), query: { dryRun }, body: fileWithBorderAt(border) });

describe('the documents of a city, from the first on', () => {
  test('nothing is there, and units come first', async () => {
    expect((await handlers.listCategories(get)).body).toEqual({ items: [], nextCursor: null });
    await expect(handlers.getRouting(get)).rejects.toMatchObject({ definition: { status: 404 } });
    await expect(handlers.putRouting({ ...put(), body: routing })).rejects.toMatchObject({
      definition: { type: 'units-not-imported', status: 409 },
    });
    await expect(importing(107.1)).rejects.toMatchObject({ definition: { type: 'units-not-imported' } });
  });
});

describe('with units', () => {
  beforeAll(() => replaceDocument(table, 'units', null, units, now));

  test('a routing fits them, and names none that has ended', async () => {
    for (const code of ['GONE', 'OLD']) {
      const wrong = { rules: [{ category: 'animals' as const, unit: code }, ...routing.rules.slice(1)] };
      await expect(handlers.putRouting({ ...put(), body: wrong })).rejects.toMatchObject({
        definition: { status: 400 },
        fields: expect.arrayContaining([expect.objectContaining({ field: 'rules.0.unit' })]),
      });
    }
    expect(await handlers.putRouting({ ...put(), body: routing })).toMatchObject({ version: 1 });
    expect(await handlers.putRouting({ ...put('"1.abc"'), body: structuredClone(routing) })).toMatchObject({
      version: 1,
      body: { changed: false },
    });
    await expect(handlers.putRouting({ ...put('"7.abc"'), body: routing })).rejects.toMatchObject({
      definition: { status: 412 },
    });
  });
});

describe('the working calendar', () => {
  const years = {
    2031: {
      source: 'test',
      holidays: [{ name: 'Tết', from: '2031-01-22', to: '2031-01-28' }],
      makeUpDays: ['2031-01-18'],
    },
  };
  const calendar = { hours: [{ from: '07:30', to: '17:00' }], years };

  test('is kept by version, and one that says nothing of this year is refused', async () => {
    expect(await handlers.putCalendar({ ...put(), body: calendar })).toMatchObject({ version: 1 });
    await expect(
      handlers.putCalendar({ ...put(), body: { ...calendar, years: { 2030: years[2031] } } }),
    ).rejects.toMatchObject({ definition: { status: 400 }, fields: [{ field: 'years.2031' }] });
    expect((await handlers.getCalendar(get)).body).toMatchObject({ version: 1, body: calendar });
  });
});

describe('boundaries', () => {
  const inForce = boundariesReader(table, s3, bucket);
  const change = (west: string, east: string) => [
    { unit: 'W', change: west },
    { unit: 'E', change: east },
  ];

  test('are tried without being put in force', async () => {
    expect((await importing(107.1, 'true')).body).toEqual({
      dryRun: true,
      version: null,
      changed: true,
      changes: change('new', 'new'),
    });
    expect(await inForce()).toBeNull();
  });

  test('are in force once they are imported, and the same again changes nothing', async () => {
    expect(await importing(107.1)).toMatchObject({ version: 1, body: { changed: true } });
    expect(await importing(107.1)).toMatchObject({
      version: 1,
      body: { changed: false, changes: change('same', 'same') },
    });
    expect(await inForce()).toMatchObject({ version: 1, areas: [{ unit: 'W' }, { unit: 'E' }] });
    // Which communes they have can be told without reading them.
    expect((await handlers.getBoundaries(get)).body.body.units).toEqual(['W', 'E']);
  });

  test('that come back after others are a new version, and are what is read', async () => {
    expect(await importing(107.11)).toMatchObject({
      version: 2,
      body: { changes: change('changed', 'changed') },
    });
    expect((await inForce())?.areas[0]?.bbox[2]).toBe(107.11);
    expect(await importing(107.1)).toMatchObject({ version: 3 });
    expect(await inForce()).toMatchObject({ version: 3, areas: [{ bbox: [107, 16, 107.1, 16.1] }, {}] });
  });

  test('that are wrong leave those in force alone', async () => {
    const file = fileWithBorderAt(107.1);
    const half = { ...file, features: file.features.slice(0, 1) };
    await expect(
      handlers.putBoundaries({ ...put(), query: { dryRun: 'false' }, body: half }),
    ).rejects.toMatchObject({ definition: { status: 400 }, fields: [{ field: 'features' }] });
    expect(await inForce()).toMatchObject({ version: 3 });
  });
});
