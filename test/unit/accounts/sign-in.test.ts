import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Arrival, meet } from '../../../functions/accounts/sign-in.ts';
import type { Account } from '../../../shared/account-record.ts';

const now = new Date('2026-11-23T02:00:00Z');
const make = () => ({ id: 'new', language: 'vi' as const });
const nobody = { bySubject: null, byPerson: null };
const arrival = (given: Partial<Arrival> = {}): Arrival => ({
  subject: 'eid',
  personKey: null,
  identityLast: null,
  name: null,
  ...given,
});
const lan = { personKey: 'lan', identityLast: '1234', name: 'Lê Thị Lan' };

describe('whose sign-in it is', () => {
  test('of nobody known: an account is made, verified where the issuer knows the number', () => {
    expect(meet(arrival(), nobody, make, now)).toMatchObject({
      before: null,
      account: { id: 'new', version: 1, verified: false, subjects: ['eid'] },
    });
    expect(meet(arrival(lan), nobody, make, now).account).toMatchObject({
      verified: true,
      name: 'Lê Thị Lan',
      identityLast: '1234',
    });
  });

  test('of a person known by the number: two sign-ins meet in one account', () => {
    const first = meet(arrival(lan), nobody, make, now).account;
    const second = meet(
      arrival({ ...lan, subject: 'work' }),
      { bySubject: null, byPerson: first },
      make,
      now,
    );
    expect(second.account).toMatchObject({ id: 'new', subjects: ['eid', 'work'], version: 2 });
    expect(second.joined).toBeNull();
  });

  test('the same again changes nothing', () => {
    const { account } = meet(arrival(lan), nobody, make, now);
    const again = meet(arrival(lan), { bySubject: account, byPerson: account }, make, new Date());
    expect(again.account).toEqual(account);
  });

  test('a number, once known, stays when a sign-in brings none; a new name is taken over', () => {
    const { account } = meet(arrival(lan), nobody, make, now);
    const later = meet(
      arrival({ name: 'Lê Thị Lan Anh' }),
      { bySubject: account, byPerson: null },
      make,
      now,
    );
    expect(later.account).toMatchObject({ verified: true, personKey: 'lan', name: 'Lê Thị Lan Anh' });
  });

  test('an account without the number is joined into the one that has it, and left without what is personal', () => {
    const verified = { ...meet(arrival(lan), nobody, make, now).account, id: 'verified' };
    const loose: Account = {
      ...meet(arrival({ subject: 'old', name: 'Lan' }), nobody, make, now).account,
      id: 'loose',
      aliases: ['older'],
      contacts: [{ channel: 'email', address: 'lan@example.com', verifiedAt: now.toISOString() }],
    };
    const { account, joined } = meet(
      arrival({ ...lan, subject: 'old' }),
      { bySubject: loose, byPerson: verified },
      make,
      now,
    );
    expect(account).toMatchObject({ id: 'verified', subjects: ['eid', 'old'], aliases: ['loose', 'older'] });
    expect(joined?.after).toMatchObject({
      id: 'loose',
      state: 'joined',
      joinedInto: 'verified',
      name: null,
      contacts: [],
      subjects: [],
    });
  });
});

test('whatever order one person’s sign-ins come in, they end in one account that owns all', () => {
  const logins = fc.shuffledSubarray(['eid', 'work', 'old', 'other'], { minLength: 2 });
  fc.assert(
    fc.property(logins, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), (subjects, withNumber) => {
      const accounts = new Map<string, Account>();
      const bySubject = new Map<string, string>();
      let byPerson: string | null = null;
      const sign = (subject: string, number: boolean) => {
        const known = {
          bySubject: accounts.get(bySubject.get(subject) ?? '') ?? null,
          byPerson: number && byPerson !== null ? accounts.get(byPerson)! : null,
        };
        const given = number ? arrival({ ...lan, subject }) : arrival({ subject });
        const { account, joined } = meet(
          given,
          known,
          () => ({ id: `a${accounts.size}`, language: 'vi' }),
          now,
        );
        accounts.set(account.id, account);
        if (joined) accounts.set(joined.after.id, joined.after);
        for (const one of account.subjects) bySubject.set(one, account.id);
        if (account.personKey !== null) byPerson = account.id;
      };
      subjects.forEach((subject, index) => sign(subject, withNumber[index] ?? false));
      subjects.forEach((subject) => sign(subject, true));
      const owners = new Set(subjects.map((subject) => bySubject.get(subject)));
      expect(owners.size).toBe(1);
      const owner = accounts.get([...owners][0] ?? '')!;
      expect([...owner.aliases, owner.id].sort()).toEqual([...accounts.keys()].sort());
      expect([...owner.subjects].sort()).toEqual([...subjects].sort());
    }),
  );
});
