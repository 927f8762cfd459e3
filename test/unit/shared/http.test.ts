import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { DomainError } from '../../../shared/errors.ts';
import { readCursor, writeCursor } from '../../../shared/http/cursor.ts';
import { etagOf, noneMatch, versionOf } from '../../../shared/http/etag.ts';
import { languageOf } from '../../../shared/http/language.ts';
import { parse } from '../../../shared/http/validation.ts';

describe('a cursor', () => {
  test('gives its position back to its own query, and is refused for another one', () => {
    const cursor = writeCursor({ unit: 'A' }, '2026-11-23T01:00:00.000Z#01KAR3S0000000000000000000') ?? '';
    expect(readCursor({ unit: 'A' }, cursor)).toBe('2026-11-23T01:00:00.000Z#01KAR3S0000000000000000000');
    expect(() => readCursor({ unit: 'B' }, cursor)).toThrow(DomainError);
  });

  test('that is made up is refused', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => readCursor({ list: 'x' }, text)).toThrow(DomainError);
      }),
    );
  });
});

test('If-Match compares versions, If-None-Match the whole answer', () => {
  const etag = etagOf('{"a":1}', 7);
  expect(versionOf(etag)).toBe(7);
  expect(versionOf(`W/${etag}`)).toBe(7);
  expect(versionOf('"made-up"')).toBe(-1);
  expect(versionOf('*')).toBe(-1);
  expect(noneMatch(`"other", ${etag}`, etag)).toBe(true);
  expect(noneMatch(etagOf('{"a":2}', 7), etag)).toBe(false);
});

test.each([
  [undefined, 'vi'],
  ['en', 'en'],
  ['en-GB,en;q=0.9', 'en'],
  ['vi-VN,vi;q=0.9,en;q=0.8', 'vi'],
  ['en;q=0.5,vi;q=0.9', 'vi'],
  ['fr,de', 'vi'],
  ['en;q=0.5, fr', 'en'],
] as const)('Accept-Language %s is answered in %s', (header, language) => {
  expect(languageOf(header)).toBe(language);
});

describe('bad input', () => {
  const schema = z.strictObject({
    place: z.strictObject({ lat: z.number().max(90) }),
    text: z.string().max(3),
  });
  const fieldsOf = (value: unknown) => {
    try {
      parse(schema, value);
    } catch (error) {
      if (error instanceof DomainError) return error.fields;
    }
    return [];
  };

  test('is named field by field, in both languages', () => {
    const fields = fieldsOf({ place: { lat: '16' }, text: 'long', more: 1 });
    expect(fields.map(({ field }) => field).sort()).toEqual(['more', 'place.lat', 'text']);
    for (const { message } of fields) {
      expect(message.vi).not.toBe('');
      expect(message.vi).not.toBe(message.en);
    }
  });

  test('what is missing is called missing', () => {
    expect(fieldsOf({ text: 'a' })).toEqual([
      { field: 'place', message: { vi: 'Bắt buộc phải có', en: 'This is required' } },
    ]);
  });
});
