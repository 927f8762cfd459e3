import type { ErrorDefinition } from '../../shared/errors.ts';

export const cityErrors = {
  needsUnits: {
    type: 'units-not-imported',
    status: 409,
    title: { vi: 'Hãy nhập danh sách đơn vị trước', en: 'Import the units first' },
  },
  unitInUse: {
    type: 'unit-in-use',
    status: 409,
    title: {
      vi: 'Phân công hoặc ranh giới đang áp dụng không khớp với danh sách đơn vị này. Hãy sửa chúng trước',
      en: 'The routing or the boundaries in force do not fit these units. Change them first',
    },
  },
} as const satisfies Record<string, ErrorDefinition>;
