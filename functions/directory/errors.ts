import type { ErrorDefinition } from '../../shared/errors.ts';

export const directoryErrors = {
  needsUnits: {
    type: 'units-not-imported',
    status: 409,
    title: { vi: 'Hãy nhập danh sách đơn vị trước', en: 'Import the units first' },
  },
  unitInUse: {
    type: 'unit-in-use',
    status: 409,
    title: {
      vi: 'Phân công, ranh giới hoặc cán bộ hiện có không khớp với danh sách đơn vị này. Hãy sửa chúng trước',
      en: 'The routing, the boundaries or the posts in force do not fit these units. Change them first',
    },
  },
  delegatedAlready: {
    type: 'delegated-already',
    status: 409,
    title: {
      vi: 'Vị trí này đã được uỷ quyền trong thời gian đó',
      en: 'This post is delegated already in that time',
    },
  },
} as const satisfies Record<string, ErrorDefinition>;
