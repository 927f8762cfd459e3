import type { ErrorDefinition } from '../../shared/errors.ts';

export const noticeErrors = {
  pushNotSetUp: {
    type: 'push-not-set-up',
    status: 503,
    title: { vi: 'Thành phố chưa bật thông báo đẩy', en: 'The city has no push notices yet' },
  },
  tooManySubscriptions: {
    type: 'too-many-push-subscriptions',
    status: 409,
    title: {
      vi: 'Đã đăng ký thông báo đẩy trên quá nhiều thiết bị. Hãy bỏ bớt một thiết bị',
      en: 'Pushes go to too many devices already. Take one away first',
    },
  },
} as const satisfies Record<string, ErrorDefinition>;
