import type { Span } from './personal-numbers.ts';

const word = '(?<![\\p{L}\\p{M}])';
const capital = '\\p{Lu}[\\p{L}\\p{M}]*';
const space = '[\\p{Zs}\\p{Cf}]{1,2}';

/** Words with a capital that end a name or are none: places, posts, and how people are spoken to. */
const noName =
  '(?!(?:Phường|Xã|Đường|Phố|Kiệt|Hẻm|Ngõ|Số|Thôn|Tổ|Khu|Ở|Tại|Huế|Và|Là|Có|Không|Đã|Đang|Bị|Thì|Em|Chị|Anh|Ông|Bà|Cô|Chú|Bác|' +
  'Công an|Cán bộ|Hiệu trưởng|Giám đốc|Chủ tịch|Bí thư|Trưởng|Phó|Giáo viên|Lãnh đạo|UBND|CSGT|Hồ(?= Chí Minh))(?![\\p{L}\\p{M}]))';
const name = `${noName}${capital}(?:${space}${noName}${capital}){0,4}`;
const end = '(?![\\p{L}\\p{M}\\p{N}])';

/** The commonest family names, with and without diacritics. */
const family =
  '(?:Nguy[eễ]n|Tr[aầ]n|L[eê]|Ph[aạ]m|Ho[aà]ng|Hu[yỳ]nh|Phan|V[uũ]|V[oõ]|[DĐ][aặ]ng|B[uù]i|[DĐ][oỗ]|H[oồ]|Ng[oô]|D[uư][oơ]ng|L[yý]|' +
  'Tr[uư][oơ]ng|[DĐ]inh|[DĐ]o[aà]n|L[aâ]m|Mai|Tr[iị]nh|Cao|Ch[aâ]u|Th[aá]i|T[oô]n|Hà|T[aạ]|L[uư]u|[DĐ][aà]o|V[ươu]+ng|Tri[eệ]u|Ki[eề]u)';
const fullName = `${noName}${family}(?:${space}${noName}${capital}){1,4}`;

const kin =
  '[Aa]nh|[Cc]hị|[Ôô]ng|[Bb]à|[Cc]ô|[Cc]hú|[Bb]ác|[Mm]ệ|o|[Mm]ụ|[Tt]hầy|[Ee]m|[Cc]háu|[Bb]ạn|[Cc]ậu|[Dd]ì|[Mm]ợ|[Tt]hím|[Dd]ượng|[Bb]é|[Mm]r\\.?|[Mm]rs\\.?|[Mm]s\\.?';
const trade = `(?:${space}(?:giáo|chủ|tên|bảo vệ|hàng xóm|cán bộ|công an|thợ|tài xế|trưởng thôn|tổ trưởng))?`;
const plainKin = '[Aa]nh|[Cc]hi|[Oo]ng|[Tt]hay';
const anyPlainKin = `${plainKin}|[Bb]a|[Cc]o|[Cc]hu|[Bb]ac|[Mm]e|[Ee]m`;
const says =
  '[Tt]ên(?: là)?|[Tt]en(?: la)?|[Tt]ôi là|[Tt]oi la|[Mm]ình là|[Ee]m là|[Cc]on là|[Cc]háu là|[Mm]y name is|' +
  '[Cc]hủ tịch|[Bb]í thư|[Gg]iám đốc|[Tt]rưởng phòng|[Cc]án bộ|[Bb]ác sĩ|[Gg]iáo viên|[Hh]iệu trưởng|[Tt]ổ trưởng|[Tt]rưởng thôn';

const caps = 'ANH|CHỊ|ÔNG|BÀ|CÔ|CHÚ|BÁC|ONG';

const full = new RegExp(
  `${word}(?:${says}|${kin}|${anyPlainKin})${trade}${space}(?<name>${fullName})${end}`,
  'gdu',
);
const marked = new RegExp(`${word}(?:${kin})${trade}${space}(?<name>${name})${end}`, 'gdu');
const plain = new RegExp(`${word}(?:${plainKin})${space}(?<name>${name})${end}`, 'gdu');
const shouted = new RegExp(
  `${word}(?:${caps})${space}(?<name>(?:NGUYỄN|TRẦN|LÊ|PHẠM|HOÀNG|HUỲNH|PHAN|VÕ|VŨ|ĐẶNG|BÙI|ĐỖ|HỒ|NGÔ|DƯƠNG|NGUYEN|TRAN)(?:${space}\\p{Lu}[\\p{Lu}\\p{M}]*){1,3})${end}`,
  'gdu',
);

/** A street, bridge or market may be named after a person, title and all: "đường Bà Triệu", "cầu Ông Thượng". */
const placeBefore =
  /(?:đường|phố|kiệt|hẻm|ngõ|cầu|chợ|chùa|trường|lăng|đình|miếu|am|ngã ba|ngã tư|ngã 3|ngã 4|công viên|bến|dốc|tuyến|khu|cống|đập|hồ|duong|cau|cho|chua|nga tu|truong|Hai|ở|tại|đến|từ|-|–)[\p{Zs}]{1,2}$/iu;
const streets =
  /^(?:[Bb](?:à|a) (?:Triệu|Trieu|Trưng|Trung|Huyện)|Ông Ích|Ong Ich|[Bb](?:á|a)c H(?:ồ|o)(?!\p{L}|\p{Zs}\p{Lu})|Cô Giang|Cô Bắc)/u;
const isMarked = /[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹàáãèéìíòóõùúý]/iu;

/**
 * Names of people: what has a capital after a title (chị Lan, ông Nguyễn Văn A) or after "tôi là", "chủ tịch" and
 * the like. In a text without diacritics "o Hue" may be "ở Huế", so fewer titles count there. Names in small letters
 * are not found, streets named after people stay.
 */
export function namesIn(text: string): Span[] {
  const patterns = [full, shouted, isMarked.test(text) ? marked : plain];
  return patterns.flatMap((one) =>
    [...text.matchAll(one)].flatMap((match) => {
      const found = match.indices?.groups?.name;
      if (found === undefined || isPlace(text, match.index, found[0])) return [];
      return [{ start: found[0], end: found[1] }];
    }),
  );
}

function isPlace(text: string, from: number, nameFrom: number): boolean {
  const title = text.slice(from, nameFrom);
  const isCapital = /^\p{Lu}/u.test(title);
  if (streets.test(text.slice(from, from + 20))) return true;
  return isCapital && placeBefore.test(text.slice(Math.max(0, from - 12), from));
}
