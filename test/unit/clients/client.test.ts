import { describe, expect, test } from 'vitest';
import { ended, newKey, rotated, withoutKey } from '../../../functions/clients/client.ts';
import { hashSecret, type MachineClient, readKey } from '../../../shared/client-record.ts';

const id = '01KAR3R0000000000000000000';
const now = new Date('2026-11-23T02:00:00.000Z');
const first = newKey(id, '01KAR3R0000000000000000001', now);
const client: MachineClient = {
  id,
  version: 1,
  name: 'HEPCO',
  unit: 'HEPCO',
  scopes: ['reports.read'],
  requestsPerMinute: 600,
  keys: [first.stored],
  lastUsedAt: null,
  endedAt: null,
  createdAt: now.toISOString(),
};

describe('a key', () => {
  test('names its client, and only its hash is kept', () => {
    const read = readKey(first.text);
    expect(read?.clientId).toBe(id);
    expect(first.stored.hash).toBe(hashSecret(read?.secret ?? ''));
    expect(JSON.stringify(first.stored)).not.toContain(read?.secret);
  });
  test.each(['', 'city_', `city_${id}_short`, `town_${id}_${'a'.repeat(43)}`, `${first.text}x`])(
    '%j is none',
    (text) => {
      expect(readKey(text)).toBeNull();
    },
  );
});

describe('rotation', () => {
  const second = newKey(id, '01KAR3R0000000000000000002', now).stored;
  test('the old key goes on for the overlap, the new one without end', () => {
    expect(rotated(client, second, 24, now).keys.map(({ endsAt }) => endsAt)).toEqual([
      '2026-11-24T02:00:00.000Z',
      null,
    ]);
  });
  test('a key that ends sooner is not made to last longer', () => {
    const once = rotated(client, second, 1, now);
    const third = newKey(id, '01KAR3R0000000000000000003', now).stored;
    expect(rotated(once, third, 24, now).keys[0]?.endsAt).toBe('2026-11-23T03:00:00.000Z');
  });
  test('a key that was lost is ended at once; one that is not there is a 404', () => {
    expect(withoutKey(client, first.stored.id, now).keys[0]?.endsAt).toBe(now.toISOString());
    expect(() => withoutKey(client, 'other', now)).toThrow('not-found');
  });
});

test('an ended client stays ended when it was', () => {
  const once = ended(client, now);
  expect(ended(once, new Date('2026-12-01T00:00:00Z')).endedAt).toBe(now.toISOString());
});
