import type { Text } from '../../shared/errors.ts';
import type { Notice } from './notices.ts';

/** What people read of each kind of notice; {code} and {unit} are filled in. */
const templates: Record<Notice['kind'], Text> = {
  'report.submitted': {
    vi: 'Phản ánh {code} đã được tiếp nhận và chuyển đến {unit}.',
    en: 'Report {code} was received and sent to {unit}.',
  },
  'report.categorised': {
    vi: 'Phản ánh {code} đã được phân loại, {unit} xử lý.',
    en: 'Report {code} was categorised; {unit} has it.',
  },
  'report.assigned': {
    vi: 'Phản ánh {code} đã được giao cho {unit}.',
    en: 'Report {code} was assigned to {unit}.',
  },
  'report.accepted': {
    vi: '{unit} đã nhận xử lý phản ánh {code}.',
    en: '{unit} has accepted report {code}.',
  },
  'report.started': { vi: '{unit} đang xử lý phản ánh {code}.', en: '{unit} is working on report {code}.' },
  'report.asked': {
    vi: '{unit} cần bạn cho biết thêm về phản ánh {code}.',
    en: '{unit} has a question about report {code}.',
  },
  'report.waiting': {
    vi: 'Phản ánh {code} đang chờ một đơn vị khác.',
    en: 'Report {code} is waiting for somebody else.',
  },
  'report.answered': {
    vi: 'Người gửi phản ánh {code} đã trả lời.',
    en: 'The reporter of {code} has answered.',
  },
  'report.returned': {
    vi: 'Phản ánh {code} đã được chuyển đến {unit}.',
    en: 'Report {code} was passed on to {unit}.',
  },
  'report.rejected': {
    vi: 'Phản ánh {code} không thuộc phạm vi tiếp nhận. Xem lý do trong phản ánh.',
    en: 'Report {code} is out of scope. The reason stands in the report.',
  },
  'report.resolved': {
    vi: '{unit} đã xử lý xong phản ánh {code}. Hãy đánh giá kết quả.',
    en: '{unit} has resolved report {code}. Please rate the result.',
  },
  'report.closed': { vi: 'Phản ánh {code} đã đóng.', en: 'Report {code} is closed.' },
  'report.reopened': { vi: 'Phản ánh {code} được mở lại.', en: 'Report {code} was reopened.' },
  'report.withdrawn': { vi: 'Phản ánh {code} đã được rút lại.', en: 'Report {code} was withdrawn.' },
  'report.rated': { vi: 'Phản ánh {code} đã được đánh giá.', en: 'Report {code} was rated.' },
  'report.commented': {
    vi: 'Có bình luận mới về phản ánh {code}.',
    en: 'There is a new comment on report {code}.',
  },
  'report.escalated': {
    vi: 'Phản ánh {code} đã quá thời hạn tiếp nhận tại {unit}.',
    en: 'Report {code} was not accepted in time at {unit}.',
  },
  'report.reminded': {
    vi: 'Phản ánh {code} tại {unit} sắp đến hạn.',
    en: 'Report {code} at {unit} is due soon.',
  },
  'report.overdue': {
    vi: 'Phản ánh {code} tại {unit} đã quá hạn.',
    en: 'Report {code} at {unit} is overdue.',
  },
  'photo.refused': {
    vi: 'Một ảnh trong phản ánh của bạn không dùng được. Phản ánh vẫn được giữ.',
    en: 'A picture of your report could not be used. The report itself stands.',
  },
};

/** The notice's text in a language. */
export function textOf({ kind, code, unit }: Notice, language: keyof Text): string {
  return templates[kind][language]
    .replaceAll('{code}', code ?? '')
    .replaceAll('{unit}', unit?.name[language] ?? '');
}
