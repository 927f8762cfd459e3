import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { archive, type Share } from '../../../functions/personal-data/archive.ts';
import { register } from '../../../shared/holdings.ts';
import { lan, now } from './samples.ts';

const shares: Share[] = register.map((holding) => ({
  holding,
  items: holding.kind === 'account' ? [{ name: lan.name }] : [],
}));
const files = unzipSync(
  archive({
    city: { vi: 'Thành phố Huế', en: 'Hue City' },
    account: lan.id,
    madeAt: now,
    shares,
    photos: new Map([['photo-1', Buffer.from('a picture')]]),
    leftOut: [{ photo: 'photo-2', reason: 'no-room' }],
  }),
);
const text = (name: string) => strFromU8(files[name] ?? new Uint8Array());

test('the file holds the data, the photos as they are, and what is not in it with the reason', () => {
  expect(Object.keys(files).sort()).toEqual(['README.txt', 'data.json', 'photos/photo-1.jpg']);
  expect(text('photos/photo-1.jpg')).toBe('a picture');
  const data = JSON.parse(text('data.json')) as Record<string, unknown>;
  expect(data).toMatchObject({
    account: lan.id,
    madeAt: '2026-11-23T09:15:00.000+07:00',
    kinds: { account: { name: { vi: 'Hồ sơ tài khoản' }, items: [{ name: 'Lê Thị Lan' }] } },
    photosLeftOut: [{ photo: 'photo-2', reason: { en: expect.stringContaining('200 MB') } }],
  });
  expect(Object.keys(data.kinds as object)).toEqual(register.map(({ kind }) => kind));
});

test('a page in each language says of every kind what for, how long, and what erasure does', () => {
  const readme = text('README.txt');
  for (const { name, purpose, kept, why } of register) {
    for (const words of [name, purpose, kept, why]) {
      expect(readme).toContain(words.vi);
      expect(readme).toContain(words.en);
    }
  }
  expect(readme.indexOf('Dữ liệu cá nhân')).toBe(0);
  expect(readme.match(/photo-2/g)).toHaveLength(2);
  const counted = register.filter(({ attributes }) => Object.keys(attributes).length > 0);
  expect(readme.match(/Items: \d+/g)).toHaveLength(counted.length);
});
