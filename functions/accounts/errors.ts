import type { ErrorDefinition } from '../../shared/errors.ts';

export const accountErrors = {
  wrongCode: {
    type: 'wrong-code',
    status: 422,
    title: { vi: 'Mã xác nhận không đúng', en: 'The code is not right' },
  },
  codeExpired: {
    type: 'code-expired',
    status: 409,
    title: {
      vi: 'Mã xác nhận đã hết hạn hoặc nhập sai quá nhiều lần. Hãy yêu cầu mã mới',
      en: 'The code has expired or was mistyped too often. Ask for a new one',
    },
  },
} as const satisfies Record<string, ErrorDefinition>;
