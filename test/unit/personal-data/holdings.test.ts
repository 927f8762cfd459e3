import { describe, expect, test } from 'vitest';
import { accountKey, type Account } from '../../../shared/account-record.ts';
import { exportingKey, type Holding, register } from '../../../shared/holdings.ts';
import { lan, person } from './samples.ts';

const find = (kind: Holding['kind']) => register.find((one) => one.kind === kind)!;

describe('the register of personal data', () => {
  test('says of each kind in both languages what it is, what for, how long, and what erasure does', () => {
    for (const holding of register) {
      const texts = [
        holding.name,
        holding.purpose,
        holding.kept,
        holding.why,
        ...Object.values(holding.attributes),
      ];
      for (const { vi, en } of texts) {
        expect(vi.trim(), holding.kind).not.toBe('');
        expect(en.trim(), holding.kind).not.toBe('');
        expect(vi, holding.kind).not.toBe(en);
      }
    }
    expect(new Set(register.map(({ kind }) => kind)).size).toBe(register.length);
  });

  test('says where each kind lies, but for what cannot be listed by person and goes by itself', () => {
    const nowhere = register.filter(({ places }) => places(person).length === 0);
    expect(nowhere.map(({ kind, erasure }) => [kind, erasure])).toEqual([
      ['passing', 'expires'],
      ['backups', 'expires'],
    ]);
  });

  test('every place is one person’s own: it names their account, a lead to it, or a report or photo of theirs', () => {
    const own = [
      ...person.accounts,
      ...person.subjects,
      person.personKey!,
      ...person.reports,
      ...person.photos,
    ];
    for (const { kind, places } of register) {
      for (const { partition } of places(person)) {
        expect(
          partition.split('#').some((part) => own.includes(part)),
          `${kind} at ${partition}`,
        ).toBe(true);
      }
    }
  });

  test('covers the accounts that were joined into the person’s, wherever it covers the account', () => {
    for (const { kind, places } of register) {
      const at = places(person).map(({ partition }) => partition.split('#'));
      const names = (account: string) => at.some((parts) => parts.includes(account));
      expect(names('lan-before'), kind).toBe(names(lan.id));
    }
  });

  test('parts the items of an account: profile, addresses that wait and the mark of a running export never meet', () => {
    const inPartition = register.flatMap(({ kind, places }) =>
      places(person)
        .filter(({ partition }) => partition === accountKey(lan.id).PK)
        .map(({ from = '', to = '~' }) => ({ kind, from, to })),
    );
    const whose = (sort: string) =>
      inPartition.filter(({ from, to }) => from <= sort && sort <= to).map(({ kind }) => kind);
    expect(whose('ACCOUNT')).toEqual(['account']);
    expect(whose('CONTACT#email')).toEqual(['pending-contacts']);
    expect(whose('EVENT#01KAR3T5Z00000000000000000')).toEqual(['history']);
    expect(whose(exportingKey(lan.id).SK)).toEqual(['exports']);
  });

  test('the export hands out everything of the profile but what only the city’s machines need', () => {
    const internal: (keyof Account)[] = ['version', 'personKey', 'subjects', 'joinedInto', 'aliases'];
    const handedOut = Object.keys(find('account').attributes);
    expect([...handedOut, ...internal].sort()).toEqual(Object.keys(lan).sort());
  });

  test('nobody is handed an official’s account, and no key of the table', () => {
    for (const { kind, attributes } of register) {
      for (const path of Object.keys(attributes)) {
        expect(path, kind).not.toMatch(
          /^(PK|SK|GSI|ttl)|accountId|assignee|reporterId|codeHash|objectKey|^data/,
        );
      }
    }
  });

  test('what leads back to the person is deleted; reports and the trail of what was done stay', () => {
    const doing = (erasure: Holding['erasure']) =>
      register.filter((one) => one.erasure === erasure).map(({ kind }) => kind);
    expect(doing('deleted')).toEqual([
      'leads',
      'sign-ins',
      'pending-contacts',
      'following',
      'notices',
      'inbox-marks',
      'deliveries',
      'notice-preferences',
      'push-subscriptions',
      'exports',
    ]);
    expect(doing('emptied')).toEqual(['account']);
    expect(doing('without-person')).toEqual(['reports', 'photos', 'deeds', 'history', 'looks']);
  });
});
