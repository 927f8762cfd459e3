import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mask } from '../../../shared/triage/masking.ts';

describe('what identifies people is masked', () => {
  test.each([
    ['Gọi tôi 0905.123.456 nhé', 'Gọi tôi [số điện thoại] nhé'],
    ['+84 905 123 456, 84905123456', '[số điện thoại], [số điện thoại]'],
    ['(0234) 3.822.123', '[số điện thoại]'],
    ['0905 - 123 - 456', '[số điện thoại]'],
    ['09\u200B05123456', '[số điện thoại]'],
    ['cccd 046185001234', 'cccd [số định danh]'],
    ['CMND: 191 234 567', 'CMND: [số định danh]'],
    ['191234567', '[số định danh]'],
    ['STK 0071001234567 Vietcombank', 'STK [số tài khoản] Vietcombank'],
    ['xe 75A-123.45 và 75-B1 234.56, 75k1-12345', 'xe [biển số] và [biển số], [biển số]'],
    ['mail a.b@gmail.com', 'mail [e-mail]'],
    ['anh Tuấn, mệ Lành và o Hoa', 'anh [tên], mệ [tên] và o [tên]'],
    ['ông Nguyễn Văn A và bà Lê Thị Hoa Phường Vỹ Dạ', 'ông [tên] và bà [tên] Phường Vỹ Dạ'],
    ['cô giáo Lan', 'cô giáo [tên]'],
    ['ong Nguyen Van B', 'ong [tên]'],
    ['Tôi là Trần Thị Bé', 'Tôi là [tên]'],
    ['chị Hoà'.normalize('NFD'), 'chị [tên]'],
  ])('%s', (text, masked) => expect(mask(text).text).toBe(masked));
});

describe('what only looks like it stays', () => {
  test.each([
    'đường Nguyễn Huệ, cầu Trường Tiền, đường Bà Triệu',
    'ngã tư Bà Triệu - Hùng Vương',
    'đường Ông Ích Khiêm, chùa Thiên Mụ',
    'số 12/5 kiệt 20 Nguyễn Trãi',
    'ngày 12.10.2025 20h30, 08.12.2025 10h',
    'từ 7h30 đến 17h00 ngày 01/01/2026',
    'mất 150000000 đồng, 1.500.000đ, 2 triệu',
    'tài khoản bị trừ 500.000 đồng ngày 12/10/2025',
    'gọi 113, tổng đài 1900 1075',
    'o Hue, o Vy Da ngap het',
    'Anh chị Đường dây nóng ơi',
    'Quốc lộ 49B, 20h 2025',
    'bác Hồ',
  ])('%s', (text) => expect(mask(text)).toEqual({ text, found: [] }));
});

test('says what it found and where', () => {
  const text = 'anh Tuấn 0905123456';
  expect(mask(text).found).toEqual([
    { kind: 'name', start: 4, end: 8 },
    { kind: 'phone', start: 9, end: 19 },
  ]);
});

const digits = (count: number) => fc.stringMatching(new RegExp(`^[0-9]{${count}}$`));
const planted = fc.oneof(
  digits(8).map((rest) => `09${rest}`),
  fc
    .tuple(digits(3), digits(3), digits(2), fc.constantFrom('.', ' ', '-'))
    .map(([a, b, c, gap]) => ['+84', `9${c}`, a, b].join(gap)),
  digits(11).map((rest) => `0${rest}`),
  fc.constant('nguoi.dan@example.org'),
  digits(4).map((rest) => `75A-1${rest.slice(0, 2)}.${rest.slice(2)}`),
);
const around = fc.array(
  fc.constantFrom(
    'rác',
    'ở',
    'đường',
    'Nguyễn',
    'Huệ',
    'anh',
    'tk',
    '12',
    '12.5.2025',
    '[',
    ']',
    '\n',
    'số',
    'đ',
    '😀',
  ),
  { maxLength: 8 },
);

test('a planted item is always gone', () => {
  fc.assert(
    fc.property(around, planted, around, (before, item, behind) => {
      const text = [...before, '|', item, '|', ...behind].join(' ');
      expect(mask(text).text).not.toContain(item);
    }),
    { numRuns: 300 },
  );
});

test('masking never throws, masks once, and cuts out what it says', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 120 }),
    fc.tuple(around, planted, planted, around).map(([a, b, c, d]) => [...a, b, c, ...d].join(' ')),
    fc.tuple(around, planted, planted, around).map(([a, b, c, d]) => [...a, b, c, ...d].join('')),
  );
  fc.assert(
    fc.property(anyText, (text) => {
      const { text: masked, found } = mask(text);
      expect(mask(masked).text).toBe(masked);
      found.forEach(({ start, end }, index) => {
        expect(start).toBeLessThan(end);
        expect(start).toBeGreaterThanOrEqual(found[index - 1]?.end ?? 0);
      });
    }),
    { numRuns: 500 },
  );
});
