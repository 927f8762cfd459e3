import type { ErrorDefinition } from '../../shared/errors.ts';

/** What can go wrong with reports, beyond what can go wrong with anything. */
export const reportErrors = {
  wrongState: {
    type: 'report-in-wrong-state',
    status: 409,
    title: {
      vi: 'Không làm được việc này khi phản ánh đang ở trạng thái hiện tại',
      en: 'This is not possible in the state that the report is in',
    },
  },
  needsCategory: {
    type: 'report-needs-category',
    status: 409,
    title: {
      vi: 'Phản ánh chưa có lĩnh vực: hãy phân loại trước khi giao',
      en: 'The report has no category yet: categorise it before assigning it',
    },
  },
  outsideCity: {
    type: 'outside-the-city',
    status: 422,
    title: {
      vi: 'Vị trí nằm ngoài địa bàn thành phố',
      en: 'The place lies outside the city',
    },
  },
  photoNotUsable: {
    type: 'photo-not-usable',
    status: 422,
    title: { vi: 'Có ảnh không dùng được', en: 'A photo cannot be used' },
  },
  photoNotUploaded: {
    type: 'photo-not-uploaded',
    status: 409,
    title: { vi: 'Có ảnh chưa tải lên xong', en: 'A photo is not uploaded yet' },
  },
  photoTaken: {
    type: 'photo-already-used',
    status: 409,
    title: { vi: 'Có ảnh đã dùng cho một phản ánh', en: 'A photo is in use by a report already' },
  },
  ratedAlready: {
    type: 'rated-already',
    status: 409,
    title: { vi: 'Bạn đã đánh giá kết quả này', en: 'You have rated this already' },
  },
  extendedAlready: {
    type: 'extended-already',
    status: 409,
    title: {
      vi: 'Phản ánh này đã được gia hạn hoặc đang chờ duyệt gia hạn',
      en: 'More time was granted for this report already, or is being asked for',
    },
  },
  mergeTargetClosed: {
    type: 'merge-target-closed',
    status: 409,
    title: {
      vi: 'Phản ánh được gộp vào không còn được xử lý',
      en: 'The report to merge into is not being worked on any more',
    },
  },
  noExtensionAsked: {
    type: 'no-extension-asked',
    status: 409,
    title: { vi: 'Chưa ai xin gia hạn phản ánh này', en: 'Nobody has asked for more time for this report' },
  },
  cityNotSetUp: {
    type: 'city-not-set-up',
    status: 503,
    title: {
      vi: 'Thành phố chưa nhập danh sách đơn vị, lĩnh vực và phân công',
      en: 'The units, categories and routing of this city were not imported yet',
    },
  },
} as const satisfies Record<string, ErrorDefinition>;
