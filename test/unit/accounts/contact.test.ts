import { describe, expect, test } from 'vitest';
import { Address, hashCode, isOpen, newCode } from '../../../functions/accounts/contact.ts';

describe('an address', () => {
  test.each(['0905 123 456', '0905-123-456', '+84905123456', '0905123456'])(
    'the number %s is kept as +84905123456',
    (address) => {
      expect(Address.parse({ channel: 'phone', address })).toEqual({
        channel: 'phone',
        address: '+84905123456',
      });
    },
  );
  test.each([
    ['phone', '0234 382 2222'],
    ['phone', '12345'],
    ['phone', 'lan@example.com'],
    ['email', '0905123456'],
    ['email', 'lan@'],
  ])('%s %s is refused', (channel, address) => {
    expect(Address.safeParse({ channel, address }).success).toBe(false);
  });
});

describe('a code', () => {
  const pending = {
    channel: 'email' as const,
    address: 'lan@example.com',
    codeHash: hashCode('lan', '123456'),
    expiresAt: '2026-11-23T02:10:00.000Z',
    attempts: 0,
  };
  test('has six digits and is kept by a hash that differs from person to person', () => {
    expect(newCode()).toMatch(/^\d{6}$/);
    expect(hashCode('lan', '123456')).not.toBe(hashCode('minh', '123456'));
  });
  test('can be tried five times within ten minutes', () => {
    const within = new Date('2026-11-23T02:09:59Z');
    expect([0, 4, 5].map((attempts) => isOpen({ ...pending, attempts }, within))).toEqual([
      true,
      true,
      false,
    ]);
    expect(isOpen(pending, new Date('2026-11-23T02:10:01Z'))).toBe(false);
  });
});
