import { describe, expect, test } from 'vitest';
import {
  delegation,
  type Ledger,
  longestDays,
  withGiven,
  withoutGiven,
} from '../../../functions/directory/delegation.ts';
import { daysAfter } from '../../../shared/city/calendar.ts';
import { post, smallCity, today } from './samples.ts';

const none: Ledger = { version: 0, given: [] };
const own = post({ login: 'giver', name: 'Giver', unit: 'SKHCN' });
const colleague = post({ login: 'colleague', name: 'Colleague', unit: 'SKHCN' });
const wish = { post: 'SKHCN.official', to: 'colleague', from: today, until: '2026-11-30' };
const ground = {
  today,
  own: [own],
  theirs: [colleague],
  units: smallCity,
  ledger: none,
  mayDelegate: (role: string) => role !== 'admin',
};
const given = (facts: Partial<typeof wish> = {}, on: Partial<typeof ground> = {}) =>
  delegation('01KAR3S0000000000000000000', { ...wish, ...facts }, { ...ground, ...on });
const refusal = (status: number, field?: string): unknown =>
  expect.objectContaining({
    definition: expect.objectContaining({ status }),
    ...(field !== undefined && { fields: [expect.objectContaining({ field })] }),
  });

describe('a post of one’s own can be delegated', () => {
  test('to a colleague, and both are named', () => {
    expect(given()).toEqual({
      id: '01KAR3S0000000000000000000',
      post: { id: 'SKHCN.official', holder: own.holder, unit: 'SKHCN', role: 'official' },
      holderName: 'Giver',
      delegate: colleague.holder,
      delegateLogin: 'colleague',
      delegateName: 'Colleague',
      from: today,
      to: '2026-11-30',
    });
  });
  test.each(['UBND', 'IOC'])('to somebody of a unit above or below: %s', (unit) => {
    expect(given({}, { theirs: [post({ login: 'other', unit })] }).delegateLogin).toBe('other');
  });
  test(`for ${longestDays} days and no longer`, () => {
    expect(given({ until: daysAfter(today, longestDays - 1) }).to).toBe('2027-02-20');
    expect(() => given({ until: daysAfter(today, longestDays) })).toThrow(refusal(400, 'until'));
  });
  test('before it begins, for days on which it is held', () => {
    const later = { ...own, from: '2026-12-01' };
    expect(given({ from: '2026-12-01', until: '2026-12-02' }, { own: [later] }).from).toBe('2026-12-01');
    expect(() => given({}, { own: [later] })).toThrow(refusal(400, 'until'));
    expect(() => given({}, { own: [{ ...own, to: '2026-11-29' }] })).toThrow(refusal(400, 'until'));
  });
});

describe('it is refused', () => {
  test('for a post of somebody else, one that has ended, one of a role that nobody delegates', () => {
    expect(() => given({ post: 'UBND.leader' })).toThrow(refusal(403, 'post'));
    expect(() => given({}, { own: [] })).toThrow(refusal(403, 'post'));
    expect(() => given({}, { own: [{ ...own, to: '2026-11-22' }] })).toThrow(refusal(403, 'post'));
    const admin = post({ login: 'giver', unit: 'SKHCN', role: 'admin' });
    expect(() => given({ post: 'SKHCN.admin' }, { own: [admin] })).toThrow(refusal(403, 'post'));
  });
  test('to oneself, to people of other units, to people without a post by then', () => {
    expect(() => given({}, { theirs: [own] })).toThrow(refusal(400, 'to'));
    expect(() => given({}, { theirs: [post({ login: 'other', unit: 'HEPCO' })] })).toThrow(
      refusal(400, 'to'),
    );
    expect(() => given({}, { theirs: [] })).toThrow(refusal(400, 'to'));
    expect(() => given({}, { theirs: [{ ...colleague, from: '2026-11-24' }] })).toThrow(refusal(400, 'to'));
  });
  test('for days that have passed, or run backwards', () => {
    expect(() => given({ from: '2026-11-22' })).toThrow(refusal(400, 'from'));
    expect(() => given({ until: '2026-11-22' })).toThrow(refusal(400, 'until'));
  });
  test('while somebody acts in the post already', () => {
    const ledger = withGiven(none, given(), today);
    expect(() => given({}, { ledger })).toThrow(refusal(409));
    expect(() => given({ from: '2026-11-30', until: '2026-12-30' }, { ledger })).toThrow(refusal(409));
    expect(given({ from: '2026-12-01', until: '2026-12-30' }, { ledger }).from).toBe('2026-12-01');
    const leader = post({ login: 'giver', unit: 'SKHCN', role: 'leader' });
    expect(given({ post: 'SKHCN.leader' }, { ledger, own: [own, leader] }).post.role).toBe('leader');
  });
});

test('a ledger holds what is not over, and each change moves its version', () => {
  const first = given();
  const ledger = withGiven(none, first, today);
  expect(ledger).toEqual({
    version: 1,
    given: [
      { id: first.id, delegate: first.delegate, post: 'SKHCN.official', from: today, to: '2026-11-30' },
    ],
  });
  expect(withoutGiven(ledger, 'another')).toEqual({ ...ledger, version: 2 });
  expect(withoutGiven(ledger, first.id)).toEqual({ version: 2, given: [] });
  const next = given({ from: '2026-12-01', until: '2026-12-02' }, { today: '2026-12-01' });
  expect(withGiven(ledger, next, '2026-12-01').given).toHaveLength(1);
});
