import type { ErrorDefinition } from '../../shared/errors.ts';

export const cityErrors = {
  needsUnits: {
    type: 'units-not-imported',
    status: 409,
    title: { vi: 'Hãy nhập danh sách đơn vị trước', en: 'Import the units first' },
  },
} as const satisfies Record<string, ErrorDefinition>;
