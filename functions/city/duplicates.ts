import type { FieldError } from '../../shared/errors.ts';

/** An error for each entry of a document whose code an earlier one has. */
export function duplicateErrors(list: string, entries: readonly { code: string }[]): FieldError[] {
  return entries.flatMap(({ code }, index) => {
    const first = entries.findIndex((entry) => entry.code === code);
    return first === index
      ? []
      : [
          {
            field: `${list}.${index}.code`,
            message: { vi: `${code} đã có ở ${list}.${first}`, en: `${code} is in ${list}.${first} already` },
          },
        ];
  });
}
