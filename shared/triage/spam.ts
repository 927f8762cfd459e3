import type { NormalText } from './normalise.ts';

/** Why a text is no report, or needs a person to look at its tone. */
export const spamReasons = ['empty', 'no_words', 'too_short', 'gibberish', 'advertising', 'insults'] as const;
export type SpamReason = (typeof spamReasons)[number];

export interface Spam {
  isSpam: boolean;
  /** Also where it is no spam: a report with insults in it is a report. */
  reasons: SpamReason[];
}

const insults = [
  'đm đmm đcm dcm vcl vkl vl clm clgt cmm cmnr đéo địt đụ lồn cặc buồi đĩ cave chó_má chó_đẻ óc_chó mẹ_mày mẹ_kiếp tổ_cha',
  'cha_mày bố_mày khốn_nạn mất_dạy thằng_chó con_chó_này đồ_ngu ngu_như đồ_khốn đồ_chó lũ_chó bọn_chó súc_sinh súc_vật',
  'dit_me du_ma do_ngu oc_cho khon_nan mat_day deo fuck fucking shit bitch asshole idiot idiots stupid moron bastard',
]
  .join(' ')
  .split(' ')
  .map((term) => term.replaceAll('_', ' '));

/** What is offered, and how the reader is to come to it. One of each makes an advertisement; a report tells of neither. */
const offers = [
  /(?:cho vay|vay (?:tiền|vốn|tín chấp|nhanh)|giải ngân|lãi suất (?:thấp|chỉ|ưu đãi|\d)|không (?:cần )?thế chấp|bao đậu|nợ xấu)/iu,
  /(?:khuyến mãi|khuyến mại|giảm giá|sale|ưu đãi|freeship|free ship|miễn phí ship|giá (?:sốc|rẻ|gốc|sỉ)|thanh lý|flash sale|combo|voucher)/iu,
  /(?:chuyên (?:cung cấp|nhận|bán|sửa|thi công)|nhận (?:làm|thi công|sửa|ship)|cung cấp dịch vụ|cần bán|bán (?:đất|nhà|lô|căn)|cho thuê (?:phòng|nhà|xe|mặt bằng)|chính chủ)/iu,
  /(?:tuyển (?:dụng|ctv|cộng tác viên|nhân viên|gấp)|việc nhẹ lương cao|thu nhập (?:\d|khủng|thụ động|ổn định)|kiếm (?:tiền|\d+)|hoa hồng)/iu,
  /(?:casino|nổ hũ|tài xỉu|game bài|cá cược|nạp đầu|đăng ký nhận|tặng ngay|trúng thưởng|kèo|hoàn trả)/iu,
  /(?:vay tien|cho vay|giam gia|khuyen mai|lai suat|tuyen ctv|viec nhe luong cao|can ban dat|chuyen cung cap|buy now|best price|discount|loan|earn \$?\d+|make money|cheap)/iu,
  /(?:giảm cân|tăng cân|trắng da|trị nám|sinh lý|xương khớp).{0,40}(?:hiệu quả|cam kết|liệu trình|sau \d+)/iu,
];
const calls = [
  /(?<!\p{L})(?:liên hệ|lien he|lh|inbox|ib|nhắn tin|call|hotline|zalo|telegram|tele|gọi ngay|contact|dm|whatsapp|click|truy cập|đăng ký (?:ngay|tại)|mua ngay|đặt (?:hàng|mua) ngay)(?!\p{L})/iu,
  /(?:https?:\/\/|www\.|bit\.ly|\.(?:com|net|vip|club|top|xyz)(?![\p{L}\d]))/iu,
];
/** A report of advertising speaks of it instead: stuck on a pole, sent by somebody, to be dealt with. */
const complains =
  /(?<!\p{L})(?:phản ánh|phan anh|đề nghị|de nghi|kiến nghị|xử lý|xu ly|dán|lừa|lua dao|bị|tin nhắn rác|quảng cáo|kiểm tra|report|please|scam|stuck on)(?!\p{L})/iu;

/** Whether a text is something else than a report: nothing, letters at random, an advertisement, nothing but insults. */
export function spamIn({ clean, shown, plainWords }: NormalText): Spam {
  const reasons: SpamReason[] = [];
  const words = shown.filter((word) => /\p{L}/u.test(word));
  if (clean === '') reasons.push('empty');
  else if (words.length === 0) reasons.push('no_words');
  else if (words.join('').length < 3) reasons.push('too_short');
  else if (isGibberish(clean, words)) reasons.push('gibberish');
  if (
    offers.some((one) => one.test(clean)) &&
    calls.some((one) => one.test(clean)) &&
    !complains.test(clean)
  ) {
    reasons.push('advertising');
  }
  const text = ` ${shown.join(' ')} `;
  const plain = ` ${plainWords.join(' ')} `;
  const insulting = insults.filter(
    (one) => text.includes(` ${one} `) || (one.includes(' ') && plain.includes(` ${one} `)),
  );
  if (insulting.length > 0) reasons.push('insults');
  const rest = words.length - insulting.reduce((sum, one) => sum + one.split(' ').length, 0);
  return { isSpam: reasons.some((reason) => reason !== 'insults' || rest < 6), reasons };
}

/** Letters without vowels, keys beside each other, one thing over and over. */
function isGibberish(clean: string, words: readonly string[]): boolean {
  const longest = Math.max(...words.map(({ length }) => length));
  if (longest > 30 && words.length < 3) return true;
  const letters = clean.match(/\p{L}/gu) ?? [];
  if (letters.length >= 6 && new Set(letters.map((one) => one.toLowerCase())).size <= 2) return true;
  if (words.length >= 6 && new Set(words).size <= 2) return true;
  if (/asdf|qwer|zxcv|sdfg|dfgh|hjkl|jkjk|fghj|ghjk/i.test(clean) && words.length < 6) return true;
  const voiceless = words.filter(
    (word) => word.length >= 4 && !/[aeiouyăâêôơưáàảãạ]/iu.test(word.normalize('NFD')),
  );
  return (
    /^[\p{Script=Latin}\p{M}]+$/u.test(words.join('')) && voiceless.length >= Math.max(1, words.length / 2)
  );
}
