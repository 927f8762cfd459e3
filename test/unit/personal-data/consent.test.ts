import { expect, test } from 'vitest';
import { consentTo, withConsent } from '../../../functions/personal-data/consent.ts';
import { lan, now } from './samples.ts';

const purposes = {
  surveys: { vi: 'Hỏi ý kiến', en: 'Being asked' },
  messages: { vi: 'Nhận tin', en: 'Being written to' },
};

test('what was never asked is no consent; the text is in the reader’s language', () => {
  expect(consentTo(lan, purposes, 'messages', 'vi')).toEqual({
    purpose: 'messages',
    text: 'Nhận tin',
    given: null,
    since: null,
  });
  expect(consentTo(lan, purposes, 'surveys', 'en')).toMatchObject({
    text: 'Being asked',
    given: true,
    since: '2026-11-02T00:00:00.000Z',
  });
});

test('withdrawn and given it says since when; the same again changes nothing', () => {
  const withdrawn = withConsent(lan, 'surveys', false, now)!;
  expect(withdrawn).toMatchObject({ version: 4, updatedAt: now.toISOString() });
  expect(withdrawn.consents).toEqual({ surveys: { given: false, at: now.toISOString() } });
  expect(withConsent(lan, 'surveys', true, now)).toBeNull();
  expect(withConsent(withdrawn, 'surveys', false, new Date())).toBeNull();
  expect(withConsent(lan, 'messages', false, now)?.consents.messages).toEqual({
    given: false,
    at: now.toISOString(),
  });
});

test('a purpose that the city does not have is none, whatever it is called', () => {
  for (const purpose of ['marketing', 'constructor', '__proto__', 'toString']) {
    expect(consentTo(lan, purposes, purpose, 'vi')).toBeNull();
  }
  expect(consentTo({ consents: {} }, purposes, 'surveys', 'vi')?.given).toBeNull();
});
