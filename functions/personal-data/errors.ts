import type { ErrorDefinition } from '../../shared/errors.ts';

export const personalDataErrors = {
  erasureBegun: {
    type: 'erasure-begun',
    status: 409,
    title: {
      vi: 'Thời hạn hoàn tác đã hết, tài khoản đang được xóa',
      en: 'The time to undo it has passed: the account is being erased',
    },
  },
} as const satisfies Record<string, ErrorDefinition>;
