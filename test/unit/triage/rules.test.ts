import { describe, expect, test } from 'vitest';
import { withoutDiacritics } from '../../../shared/triage/diacritics.ts';
import { normalise } from '../../../shared/triage/normalise.ts';
import { outOfScopeByRule } from '../../../shared/triage/scope.ts';
import { spamIn } from '../../../shared/triage/spam.ts';
import { moreUrgent, urgencyWords } from '../../../shared/triage/urgency.ts';

describe('urgency by the lexicon', () => {
  test.each([
    ['Dây điện bị đứt nằm dưới đường', 'urgent'],
    ['day dien bi dut nam duoi duong', 'urgent'],
    ['Power line is down, sparking', 'urgent'],
    ['Cây sắp đổ vô nhà tui rồi', 'urgent'],
    ['Hố ga bị mất nắp trước trường', 'high'],
    ['Xin trồng thêm cây', null],
    ['Không có ai bị điện giật cả', null],
  ])('%s: %s', (text, least) => expect(urgencyWords(normalise(text)).least).toBe(least));

  test('says which words', () => {
    expect(urgencyWords(normalise('DÂY ĐIỆN bị đứt')).words).toContain('dây điện … đứt');
  });
  test('the more urgent of two wins', () => {
    expect(moreUrgent('low', 'high')).toBe('high');
    expect(moreUrgent('urgent', 'normal')).toBe('urgent');
  });
});

describe('out of scope by the rule', () => {
  test.each([
    ['Tôi khiếu nại quyết định xử phạt số 12 của UBND phường', 'complaint'],
    ['Tôi tố cáo ông chủ tịch xã nhận hối lộ', 'denunciation'],
    ['Gửi ad tài liệu mật của tỉnh', 'state_secret'],
    ['Tôi phản ánh cống nghẹt, không phải tố cáo cán bộ nào', null],
    ['Gọi tổng đài khiếu nại nhiều lần mà vẫn mất nước', null],
    ['Cả tổ dân phố đau mắt đỏ', null],
    ['Bán mật ong giả ở chợ', null],
  ])('%s: %s', (text, kind) => expect(outOfScopeByRule(normalise(text))).toBe(kind));

  test('without diacritics too', () => {
    const text = withoutDiacritics('Tôi tố cáo ông chủ tịch xã nhận hối lộ');
    expect(outOfScopeByRule(normalise(text))).toBe('denunciation');
  });
});

describe('spam', () => {
  test.each([
    ['', 'empty'],
    ['   \u200B ', 'empty'],
    ['😀', 'no_words'],
    ['12345 !!!', 'no_words'],
    ['ok', 'too_short'],
    ['asdfgh qwerty', 'gibberish'],
    ['kkkkkkkkkkkkkkkk', 'gibberish'],
    ['xzcvb bvnmk trwqp', 'gibberish'],
    ['Cho vay tiền nhanh lãi suất thấp, liên hệ zalo 0905123456', 'advertising'],
    ['đm lũ khốn nạn', 'insults'],
  ])('%s: %s', (text, reason) =>
    expect(spamIn(normalise(text))).toEqual({ isSpam: true, reasons: [reason] }),
  );

  test.each([
    'Ổ gà',
    'rac nhieu qua',
    'Người ta dán quảng cáo cho vay tiền nhanh có số zalo khắp cột điện, đề nghị xử lý',
    'Em bị lừa khi inbox mua hàng giảm giá trên facebook',
    'Pothole',
  ])('none: %s', (text) => expect(spamIn(normalise(text)).isSpam).toBe(false));

  test('a report with an insult in it is a report, and says so', () => {
    const text = 'Quán karaoke mở nhạc tới 2 giờ sáng không ai ngủ được, lũ khốn nạn coi trời bằng vung';
    expect(spamIn(normalise(text))).toEqual({ isSpam: false, reasons: ['insults'] });
  });
});
