import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cityHandlers } from '../../../functions/city/handlers.ts';
import { DocumentStore } from '../../../functions/city/store.ts';
import { anonymous } from '../../../shared/access/actor.ts';
import { categoryCodes } from '../../../shared/city/categories.ts';
import type { Unit } from '../../../shared/city/directory.ts';
import { boundariesReader, documentKey } from '../../../shared/city/documents.ts';
import { openTable } from '../../../shared/table/table.ts';
import { output } from '../../city-under-test.ts';

// A table of its own: the documents of the running city decide where the reports of other tests go.
const table = openTable(`city-documents-${randomUUID()}`);
const s3 = new S3Client({});
const bucket = output('ReferenceBucket');
const now = new Date('2031-05-01T00:00:00.000Z');
const clock = { now: () => now, secondsUntil: () => 0 };
const handlers = cityHandlers(new DocumentStore(table, s3, bucket), clock, 'IOC');

beforeAll(async () => {
  await table.db.send(
    new CreateTableCommand({
      TableName: table.name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['PK', 'SK'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'PK', KeyType: 'HASH' },
        { AttributeName: 'SK', KeyType: 'RANGE' },
      ],
    }),
  );
});
afterAll(() => table.db.send(new DeleteTableCommand({ TableName: table.name })));

const unit = (code: string, kind: Unit['kind'] = 'commune'): Unit => ({
  code,
  kind,
  name: { vi: code, en: code },
  ...(kind === 'commune' && {
    point: { lat: 16, lng: 107 },
    knownPoints: [{ name: 'x', lat: 16, lng: 107 }],
  }),
});
const units = { source: 'test', units: [unit('W'), unit('E'), unit('CA', 'agency'), unit('IOC', 'agency')] };
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

const request = { actor: anonymous, language: 'en' as const, expectedVersion: null, params: undefined };
const put = (ifMatch?: string) => ({ ...request, query: undefined, headers: { 'if-match': ifMatch } });
const get = { ...request, query: undefined, headers: undefined, body: undefined };
const importing = (border: number, dryRun: 'true' | 'false' = 'false') =>
  handlers.putBoundaries({ ...put(), query: { dryRun }, body: fileWithBorderAt(border) });

describe('the documents of a city, from the first on', () => {
  test('nothing is there, and units come first', async () => {
    expect((await handlers.listUnits(get)).body).toEqual({ items: [], nextCursor: null });
    await expect(handlers.getUnits(get)).rejects.toMatchObject({ definition: { status: 404 } });
    await expect(handlers.putRouting({ ...put(), body: routing })).rejects.toMatchObject({
      definition: { type: 'units-not-imported', status: 409 },
    });
    await expect(importing(107.1)).rejects.toMatchObject({ definition: { type: 'units-not-imported' } });
  });

  test('each change is a version, the same again is none, and all are kept', async () => {
    const first = await handlers.putUnits({ ...put(), body: units });
    expect(first).toMatchObject({
      version: 1,
      body: { version: 1, changed: true, changedAt: now.toISOString() },
    });
    expect(await handlers.putUnits({ ...put(), body: structuredClone(units) })).toMatchObject({
      version: 1,
      body: { version: 1, changed: false },
    });
    expect((await handlers.getUnits(get)).body.body).toEqual(units);
    const more = { ...units, units: [...units.units, unit('SXD', 'agency')] };
    expect(await handlers.putUnits({ ...put('"1.abc"'), body: more })).toMatchObject({
      body: { version: 2 },
    });
    for (const [version, body] of [
      [1, units],
      [2, more],
    ] as const) {
      const { Item } = await table.db.send(
        new GetCommand({ TableName: table.name, Key: documentKey('units', version) }),
      );
      expect(Item).toMatchObject({ version, body });
    }
  });

  test('an If-Match that does not fit is refused, and so is everyone but one of many at once', async () => {
    await expect(handlers.putUnits({ ...put('"1.abc"'), body: units })).rejects.toMatchObject({
      definition: { status: 412 },
    });
    const { version: before } = (await handlers.getUnits(get)).body;
    const crowd = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) =>
        handlers.putUnits({ ...put(`"${before}.x"`), body: { ...units, source: `editor ${index}` } }),
      ),
    );
    expect(crowd.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of crowd) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ definition: { status: 412 } });
    }
    expect((await handlers.getUnits(get)).body.version).toBe(before + 1);
  });

  test('a routing fits its units, and units fit the routing', async () => {
    const wrong = { rules: [{ category: 'animals' as const, unit: 'GONE' }, ...routing.rules.slice(1)] };
    await expect(handlers.putRouting({ ...put(), body: wrong })).rejects.toMatchObject({
      definition: { status: 400 },
      fields: expect.arrayContaining([expect.objectContaining({ field: 'rules.0.unit' })]),
    });
    expect(await handlers.putRouting({ ...put(), body: routing })).toMatchObject({ version: 1 });
    const fewer = { ...units, units: units.units.filter(({ code }) => code !== 'CA') };
    await expect(handlers.putUnits({ ...put(), body: fewer })).rejects.toMatchObject({
      definition: { type: 'unit-in-use', status: 409 },
      fields: [{ field: 'routing.rules.0.unit' }],
    });
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

  test('keep their communes among the units', async () => {
    const fewer = { source: 'test', units: units.units.filter(({ code }) => code !== 'E') };
    await expect(handlers.putUnits({ ...put(), body: fewer })).rejects.toMatchObject({
      definition: { type: 'unit-in-use' },
      fields: [{ field: 'units' }],
    });
  });
});

test('a city without its monitoring centre is refused: reports without a category go there', async () => {
  const without = { ...units, units: units.units.filter(({ code }) => code !== 'IOC') };
  await expect(handlers.putUnits({ ...put(), body: without })).rejects.toMatchObject({
    fields: [{ field: 'units' }],
  });
});
