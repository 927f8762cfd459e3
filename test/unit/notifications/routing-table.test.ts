import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { channelNames, messageOf, sampleValues } from '../../../functions/notifications/message.ts';
import {
  noticeEvents,
  type NoticeRow,
  NoticesDocument,
  rowErrors,
  tableErrors,
  variablesOf,
} from '../../../functions/notifications/routing-table.ts';
import { fill, unknownVariables } from '../../../functions/notifications/template.ts';
import { shipped } from './samples.ts';

const row: NoticeRow = shipped.rows[0]!;
const fields = (rows: NoticeRow[]) => tableErrors({ rows }).map(({ field }) => field);
const withRow = (change: Partial<NoticeRow>) => [{ ...row, ...change }, ...shipped.rows.slice(1)];

test('the table that the city comes with is right', () => {
  expect(tableErrors(shipped)).toEqual([]);
});

describe('what is refused names its field', () => {
  test('a variable that the event has not', () => {
    expect(fields(withRow({ texts: { vi: 'Gửi {name}', en: 'Fine' } }))).toEqual(['rows.0.texts.vi']);
  });
  test('a stray brace', () => {
    expect(fields(withRow({ texts: { vi: 'Xong', en: 'Done }' } }))).toEqual(['rows.0.texts.en']);
  });
  test('any variable in a push, since a locked phone shows it', () => {
    const push = { text: { vi: 'Phản ánh {code}', en: 'New' } };
    expect(fields(withRow({ channels: { inbox: true, push } }))).toEqual(['rows.0.channels.push.text.vi']);
  });
  test('an unknown variable of an e-mail and of a Zalo template', () => {
    const channels = {
      inbox: true as const,
      email: { subject: { vi: '{x}', en: 'a' }, text: { vi: 'a', en: '{y}' } },
      zalo: { templateId: '12', data: { ma: '{z}' } },
    };
    expect(fields(withRow({ channels }))).toEqual([
      'rows.0.channels.email.subject.vi',
      'rows.0.channels.email.text.en',
      'rows.0.channels.zalo.data.ma',
    ]);
  });
  test('the same audience twice, a digest for an audience, levels where there are none', () => {
    expect(fields([...shipped.rows, row])).toEqual([`rows.${shipped.rows.length}.audience`]);
    expect(rowErrors({ ...row, audience: 'recipient' }, 'row').map(({ field }) => field)).toEqual([
      'row.audience',
    ]);
    expect(rowErrors({ ...row, levels: [1] }, 'row').map(({ field }) => field)).toEqual(['row.levels']);
  });
  test('a table without a digest', () => {
    expect(fields(shipped.rows.filter(({ event }) => event !== 'digest.leader'))).toEqual(['rows']);
  });
  test.each([
    ['an unknown event', { ...row, event: 'report.vanished' }, 'event'],
    ['a missing language', { ...row, texts: { vi: 'Xong' } }, 'texts.en'],
    ['a row without the inbox', { ...row, channels: {} }, 'channels.inbox'],
  ])('%s', (_, wrong, field) => {
    const result = NoticesDocument.safeParse({ rows: [wrong] });
    expect(result.error?.issues.map(({ path }) => path.join('.'))).toEqual([`rows.0.${field}`]);
  });
});

const event = fc.constantFrom(...noticeEvents);
const text = fc
  .array(fc.oneof(fc.string(), fc.constantFrom('{code}', '{unit}', '{name}', '{', '}', '{}')))
  .map((parts) => parts.join(''));

describe('filling in', () => {
  test('leaves no variable in what passed the rules, whatever the values are', () => {
    fc.assert(
      fc.property(event, text, (kind, template) => {
        const known = variablesOf(kind);
        fc.pre(unknownVariables(template, known).length === 0);
        expect(fill(template, sampleValues(kind), 'en')).not.toMatch(/[{}]/);
      }),
    );
  });
  test('takes a value as it is, even one that looks like a variable', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(fill('a {code} b', { code: value, unit: 'U' }, 'vi')).toBe(`a ${value} b`);
      }),
    );
  });
  test('says every row of the table in both languages', () => {
    for (const one of shipped.rows) {
      for (const language of ['vi', 'en'] as const) {
        const message = messageOf(one, sampleValues(one.event), language);
        expect(
          JSON.stringify(message).replace(/"[^"]*":|[{}]/g, (part) => (part.length > 1 ? '' : part)),
        ).not.toMatch(/\{[a-z]+\}/i);
      }
    }
  });
});

test('a push has nothing of its report or person in it, whatever the table says', () => {
  fc.assert(
    fc.property(text, fc.string({ minLength: 6 }), (template, secret) => {
      fc.pre(!template.includes(secret));
      const push = { text: { vi: template, en: template } };
      const message = messageOf(
        { ...row, channels: { inbox: true, push } },
        { code: secret, unit: secret },
        'vi',
      );
      expect(message.push?.text).not.toContain(secret);
      expect(channelNames.filter((name) => message[name] !== undefined)).toEqual(['push']);
    }),
  );
});
