/** Where something that identifies a person stands in a text: offsets in UTF-16 units, the end not included. */
export interface Span {
  start: number;
  end: number;
}

const digit = '[0-9\uFF10-\uFF19]';
/** What people put between digits, up to three characters: "0905 - 123 - 456", also what has no width. */
const gap = '[\\p{Zs}\\p{Cf}.·•_()-]{0,3}';
const more = (count: string) => `(?:${gap}${digit}){${count}}`;
const before = `(?<!${digit})`;
const after = `(?!${digit})`;
/** An amount or an area, which no personal number is. */
const noAmount = `(?!${gap}(?:đ|vn[đd]|dong|tri[eệ]u|t[yỷ]|m2|m²|usd|k\\b))`;
/** 12.10.2025, and times behind it that would make a phone number of it. */
const noDate = `(?!${digit}{1,2}[./-]${digit}{1,2}[./-]${digit}{4}${after})`;
/** From a word that says what number follows to the number; never across what was masked. */
const reach = (characters: number) => `[^0-9\uFF10-\uFF19\\n\\]]{0,${characters}}?`;

const pattern = (source: string) => new RegExp(source, 'gidu');

/** +84 905 123 456, 0905.123.456, (0234) 3822 xxx; the numbers of mobiles before 2018 too. No hotlines, no 113. */
const phone = pattern(
  `${before}${noDate}(?:0[35789]${more('8')}|0${gap}[35789]${more('8')}|\\(?0${gap}2${more('8,9')}|01[2689]${more('8')}|` +
    `(?:\\+|00)?84${gap}(?:0${gap})?[2-9]${more('8')}${noAmount})${after}`,
);

const identity = [
  // The twelve digits begin with the code of a province, 001 to 096.
  pattern(
    `${before}0(?:${digit}{11}|${digit}{2}(?:[ .-]${digit}{3}){3}|${digit}{3}(?:[ .-]${digit}{4}){2})${after}`,
  ),
  pattern(
    `(?:cccd|cmnd|cmt|căn cước|can cuoc|chứng minh|chung minh|định danh|dinh danh|identity|passport)${reach(30)}` +
      `(?<number>${noDate}${digit}${more('8,11')})${after}`,
  ),
  // Nine digits in one piece; a round number is rather an amount.
  pattern(`(?<![0-9\uFF10-\uFF19.,])(?!${digit}*000${after})${digit}{9}${after}${noAmount}`),
];

const account = [
  pattern(
    `(?:stk|số tk|so tk|tài khoản|tai khoan|account|ngân hàng|ngan hang|vietcombank|vcb|techcombank|agribank|bidv|` +
      `vietinbank|sacombank|mb ?bank|acb|vpbank|tpbank|momo|(?<!\\p{L})tk(?!\\p{L}))${reach(30)}` +
      `(?<number>${noDate}(?!${digit}{1,3}(?:[.,]${digit}{3})+${after})${digit}${more('5,18')})${after}${noAmount}`,
  ),
  pattern(`${before}${digit}{13,19}${after}`),
];

const province = '(?:1[1-9]|[2-9][0-9])';
const plate = [
  // 75A-123.45, 75-B1 234.56, 75B1 23456
  new RegExp(
    `(?<![\\p{L}0-9])${province}[- .]?[A-ZĐ]{1,2}[0-9]?[- .]{0,3}[0-9]{3}[. ]?[0-9]{2}(?![0-9])`,
    'gdu',
  ),
  new RegExp(`(?<![\\p{L}0-9])${province}-?[A-ZĐ]{1,2}[0-9]?-[0-9]{4}(?![0-9])`, 'gdu'),
  // Small letters are letters of plates where they are no hours, metres, kilometres or thousands.
  new RegExp(
    `(?<![\\p{L}0-9])${province}[- .]?(?:[a-fnpr-vxyz][0-9]?|(?!m[23])[ghklm][1-9])[- .]{0,3}[0-9]{3}\\.?[0-9]{2}(?![0-9])`,
    'gdu',
  ),
  new RegExp(
    `(?:biển số|bien so|bks|biển kiểm soát|bien kiem soat|biển xe|bien xe)${reach(15)}` +
      `(?<number>${province}[- .]?[a-zđ]{1,2}[0-9]?[- .]{0,3}[0-9]{3}\\.?[0-9]{1,2})(?![0-9])`,
    'gidu',
  ),
];

/** Bounded, so that a long text without an @ takes no longer than its length. */
const email =
  /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,5}/dgu;

/** E-mails, identity numbers, phone numbers, bank accounts and number plates, each found by its own patterns. */
export const personalNumbers = {
  email: [email],
  plate,
  identity_number: identity,
  phone: [phone],
  bank_account: account,
} as const;

/** Where a pattern fits; its group `number` where it has one. */
export function spansOf(text: string, patterns: readonly RegExp[]): Span[] {
  return patterns.flatMap((one) =>
    [...text.matchAll(one)].flatMap(({ indices }) => {
      const found = indices?.groups?.number ?? indices?.[0];
      return found === undefined ? [] : [{ start: found[0], end: found[1] }];
    }),
  );
}
