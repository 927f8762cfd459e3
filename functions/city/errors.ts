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
      vi: 'Phân công hiện tại còn dùng đơn vị bị bỏ. Hãy sửa phân công trước',
      en: 'The routing in force names a unit that is left out. Change the routing first',
    },
  },
} as const satisfies Record<string, ErrorDefinition>;
