import type { RoutingDocument, Unit } from '../../shared/city/directory.ts';
import { hasEnded, hierarchyErrors } from '../../shared/city/hierarchy.ts';
import { routingErrors } from '../../shared/city/routing.ts';
import type { Post } from '../../shared/directory-record.ts';
import type { FieldError } from '../../shared/errors.ts';

/**
 * What is wrong with new units by themselves: their hierarchy, a unit of before that is no longer among them (it ends,
 * and stays for the record), a monitoring centre that is not there to get reports without a category.
 */
export function unitsErrors(
  units: readonly Unit[],
  before: readonly Unit[],
  monitoringUnit: string,
): FieldError[] {
  const codes = new Set(units.map(({ code }) => code));
  const centre = units.find(({ code }) => code === monitoringUnit);
  return [
    ...hierarchyErrors(units),
    ...before
      .filter(({ code }) => !codes.has(code))
      .map(({ code }) => ({
        field: 'units',
        message: {
          vi: `Thiếu ${code}: đơn vị chỉ kết thúc, với ngày cuối và đơn vị tiếp nhận`,
          en: `${code} is missing: a unit is ended, with its last day and a successor, never removed`,
        },
      })),
    ...(centre !== undefined && centre.to === undefined
      ? []
      : [
          {
            field: 'units',
            message: {
              vi: `Thiếu đơn vị giám sát ${monitoringUnit}, hoặc đơn vị này kết thúc`,
              en: `The monitoring centre ${monitoringUnit} is missing, or it ends`,
            },
          },
        ]),
  ];
}

/**
 * Where the routing and the boundaries in force would not fit new units: a place without a unit is a report that
 * nobody gets. Units that have ended stay in the list, and whoever follows them gets the reports.
 */
export function misfits(
  units: readonly Unit[],
  routing: RoutingDocument | null,
  boundaries: readonly string[],
): FieldError[] {
  const communes = new Set(units.filter(({ kind }) => kind === 'commune').map(({ code }) => code));
  // A rule as a whole is named where none reaches it any more: that does no harm.
  const inRouting = (routing === null ? [] : routingErrors(routing, units)).filter(
    ({ field }) => !/^rules\.\d+$/.test(field),
  );
  return [
    ...inRouting.map(({ field, message }) => ({ field: `routing.${field}`, message })),
    ...boundaries
      .filter((code) => !communes.has(code))
      .map((code) => ({
        field: 'units',
        message: { vi: `Ranh giới còn dùng ${code}`, en: `The boundaries name ${code}` },
      })),
  ];
}

/** The units whose posts would run on after their last day. */
export function strandedPosts(units: readonly Unit[], posts: readonly Post[], day: string): FieldError[] {
  const running = posts.filter((post) => !hasEnded({ to: post.to ?? undefined }, day));
  return units.flatMap(({ code, to }, index) => {
    if (to === undefined) return [];
    const stranded = running.filter((post) => post.unit === code && (post.to ?? '9999-12-31') > to);
    const count = stranded.length;
    if (count === 0) return [];
    return [
      {
        field: `units.${index}.to`,
        message: {
          vi: `Còn ${count} vị trí công tác sau ngày này: hãy nhập kèm danh sách cán bộ`,
          en: `${count} posts run on after it: import the posts with the units`,
        },
      },
    ];
  });
}
