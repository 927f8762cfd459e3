/** A text for people in the city's two languages. */
export interface Text {
  vi: string;
  en: string;
}

/**
 * What can go wrong, as data: the kind of problem (a stable word that clients may branch on), its HTTP status and
 * its title. Errors that several features share are below; a feature's own stand in its folder.
 */
export interface ErrorDefinition {
  type: string;
  status: number;
  title: Text;
}

/** One field that is wrong: its path in the request, such as `location.lat` or `header Idempotency-Key`. */
export interface FieldError {
  field: string;
  message: Text;
}

/** Thrown by rules, stores and handlers alike; becomes a problem document in one place. */
export class DomainError extends Error {
  readonly definition: ErrorDefinition;
  readonly fields: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;
  /** What to do about it, where that depends on the case. */
  readonly detail: Text | undefined;

  constructor(
    definition: ErrorDefinition,
    fields: readonly FieldError[] = [],
    headers: Readonly<Record<string, string>> = {},
    detail?: Text,
  ) {
    super(definition.type);
    this.name = 'DomainError';
    this.definition = definition;
    this.fields = fields;
    this.headers = headers;
    this.detail = detail;
  }
}

export const errors = {
  invalid: {
    type: 'invalid-request',
    status: 400,
    title: { vi: 'Yêu cầu không hợp lệ', en: 'The request is not valid' },
  },
  unauthenticated: {
    type: 'unauthenticated',
    status: 401,
    title: {
      vi: 'Cần đăng nhập, hoặc phiên đăng nhập đã hết hạn',
      en: 'Sign-in is needed, or the sign-in has expired',
    },
  },
  signInNotRegistered: {
    type: 'sign-in-not-registered',
    status: 401,
    title: {
      vi: 'Lần đăng nhập này chưa được ghi nhận: hãy gọi POST /v1/me/sign-ins trước',
      en: 'This sign-in is not registered yet: call POST /v1/me/sign-ins first',
    },
  },
  signInEnded: {
    type: 'sign-in-ended',
    status: 401,
    title: {
      vi: 'Lần đăng nhập này đã kết thúc. Hãy đăng nhập lại',
      en: 'This sign-in was ended. Sign in again',
    },
  },
  postNeeded: {
    type: 'post-needed',
    status: 403,
    title: {
      vi: 'Hãy chọn vị trí công tác bằng header City-Post',
      en: 'Choose the post that you act in, by the header City-Post',
    },
  },
  forbidden: {
    type: 'forbidden',
    status: 403,
    title: { vi: 'Bạn không có quyền làm việc này', en: 'You may not do this' },
  },
  notFound: {
    type: 'not-found',
    status: 404,
    title: { vi: 'Không tìm thấy', en: 'There is nothing here' },
  },
  methodNotAllowed: {
    type: 'method-not-allowed',
    status: 405,
    title: { vi: 'Không dùng được phương thức này ở đây', en: 'This method is not possible here' },
  },
  changedMeanwhile: {
    type: 'changed-meanwhile',
    status: 412,
    title: {
      vi: 'Nội dung đã thay đổi sau khi bạn đọc. Hãy tải lại rồi thử lại',
      en: 'It has changed since you read it. Read it again, then try again',
    },
  },
  tooLarge: {
    type: 'too-large',
    status: 413,
    title: { vi: 'Nội dung gửi lên quá lớn', en: 'The request is too large' },
  },
  unsupportedMediaType: {
    type: 'unsupported-media-type',
    status: 415,
    title: {
      vi: 'Nội dung gửi lên phải là application/json',
      en: 'The request body must be application/json',
    },
  },
  keyReused: {
    type: 'idempotency-key-reused',
    status: 422,
    title: {
      vi: 'Idempotency-Key này đã dùng cho một nội dung khác',
      en: 'This Idempotency-Key was used for another request body',
    },
  },
  preconditionRequired: {
    type: 'precondition-required',
    status: 428,
    title: {
      vi: 'Thiếu If-Match: hãy gửi ETag của nội dung bạn đã đọc',
      en: 'If-Match is missing: send the ETag of what you read',
    },
  },
  tooManyRequests: {
    type: 'too-many-requests',
    status: 429,
    title: {
      vi: 'Quá nhiều yêu cầu trong thời gian ngắn. Hãy thử lại sau',
      en: 'Too many requests in a short time. Try again later',
    },
  },
  unexpected: {
    type: 'unexpected',
    status: 500,
    title: {
      vi: 'Có lỗi ngoài dự kiến. Hãy thử lại sau',
      en: 'Something unexpected went wrong. Try again later',
    },
  },
  unavailable: {
    type: 'unavailable',
    status: 503,
    title: { vi: 'Dịch vụ tạm thời gián đoạn. Hãy thử lại sau', en: 'Briefly unavailable. Try again later' },
  },
} as const satisfies Record<string, ErrorDefinition>;

/** A 400 that names one field. */
export function invalidField(field: string, message: Text): DomainError {
  return new DomainError(errors.invalid, [{ field, message }]);
}
