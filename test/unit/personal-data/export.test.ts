import { expect, test } from 'vitest';
import { hopedUntil, newExport, ready, stateAt } from '../../../functions/personal-data/export.ts';
import { now } from './samples.ts';

const hours = (count: number, from = now) => new Date(from.getTime() + count * 3_600_000);
const asked = newExport('01KAR3T5Z00000000000000000', 'lan', now);
const made = ready(asked, { bytes: 100, photosLeftOut: 0 }, hours(1), 7);

test('an export is asked for, ready, and after its days expired', () => {
  expect(stateAt(asked, hours(1))).toBe('asked');
  expect(made).toMatchObject({ readyAt: hours(1).toISOString(), expiresAt: hours(1 + 7 * 24).toISOString() });
  expect(stateAt(made, hours(7 * 24))).toBe('ready');
  expect(stateAt(made, hours(1 + 7 * 24))).toBe('expired');
});

test('one that did not come while its message was kept has failed, and another one may be asked for', () => {
  expect(stateAt(asked, hours(95.9))).toBe('asked');
  expect(stateAt(asked, hours(96))).toBe('failed');
  expect(hopedUntil(asked)).toBe(hours(96).toISOString());
});

test('nobody can tell from an export where another one lies', () => {
  const places = Array.from({ length: 100 }, () => newExport(asked.id, 'lan', now).objectKey);
  expect(new Set(places).size).toBe(100);
  for (const place of places) expect(place).toMatch(/^exports\/[\w-]{32}\/01KAR3T5Z00000000000000000\.zip$/);
});
