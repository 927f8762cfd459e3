import type { FieldError, Text } from '../errors.ts';
import { daysAfter } from './calendar.ts';
import type { Unit } from './directory.ts';

type Units = readonly Unit[];

/** Its last day is before this one. */
export const hasEnded = ({ to }: Pick<Unit, 'to'>, day: string): boolean => to !== undefined && to < day;

/** It has begun and has not ended: work can be given to it. */
export const stands = (unit: Pick<Unit, 'from' | 'to'>, day: string): boolean =>
  (unit.from ?? day) <= day && !hasEnded(unit, day);

/**
 * Who has a unit's work on a day: the unit itself until its last day, then whoever follows it, and so on. Undefined
 * for a code that no unit has.
 */
export function successorOf(units: Units, code: string, day: string): Unit | undefined {
  const byCode = new Map(units.map((unit) => [unit.code, unit]));
  let found = byCode.get(code);
  // Units that follow each other in a circle are refused on import; here nothing may turn for ever.
  for (const passed = new Set<string>(); found && hasEnded(found, day);) {
    if (passed.has(found.code) || found.successor === undefined) return undefined;
    passed.add(found.code);
    found = byCode.get(found.successor);
  }
  return found;
}

/**
 * The codes of all units below one on a day, ended ones left out. What stood below a unit that has ended stands below
 * the one that followed it.
 */
export function unitsBelow(units: Units, code: string, day: string): string[] {
  const found = new Set<string>();
  const above = new Map(
    units
      .filter((unit) => !hasEnded(unit, day))
      .map((unit) => [unit.code, unit.parent && successorOf(units, unit.parent, day)?.code]),
  );
  let level = [code];
  while (level.length > 0) {
    level = [...above.keys()].filter((one) => level.includes(above.get(one) ?? '') && !found.has(one));
    for (const one of level) found.add(one);
  }
  found.delete(code);
  return [...found];
}

/**
 * What is wrong with units as a whole, each by its place in the list (`units.3.parent`): a code twice, not exactly one
 * city at the root, a parent or successor that is not there, circles of either, an end without a successor, one day
 * before another. Empty when all is well.
 */
export function hierarchyErrors(units: Units): FieldError[] {
  const byCode = new Map(units.map((unit) => [unit.code, unit]));
  const roots = units.filter(({ kind }) => kind === 'city');
  return [
    ...(roots.length === 1
      ? []
      : [error('units', `Cần đúng một đơn vị cấp thành phố, có ${roots.length}`, oneCity(roots.length))]),
    ...units.flatMap((unit, index) => {
      const first = units.findIndex(({ code }) => code === unit.code);
      const found: [string, Text][] = [
        ...(first < index ? [twice(unit.code)] : []),
        ...parentErrors(unit, byCode),
        ...endErrors(unit, byCode),
        ...servesErrors(unit, byCode),
      ];
      return found.map(([field, message]) => ({ field: `units.${index}.${field}`, message }));
    }),
  ];
}

type ByCode = ReadonlyMap<string, Unit>;

const oneCity = (count: number) => `There must be one unit of kind city, there are ${count}`;
const error = (field: string, vi: string, en: string): FieldError => ({ field, message: { vi, en } });
const wrong = (field: string, vi: string, en: string): [string, Text] => [field, { vi, en }];

const twice = (code: string) =>
  wrong('code', `${code} đã có ở phía trên`, `${code} is there already, further up`);
const unknown = (field: string, code: string) =>
  wrong(field, `Không có đơn vị ${code}`, `There is no unit ${code}`);

function parentErrors({ code, kind, parent }: Unit, byCode: ByCode): [string, Text][] {
  if (kind === 'city') {
    if (parent === undefined) return [];
    return [wrong('parent', 'Thành phố không có đơn vị cấp trên', 'Nothing stands above the city')];
  }
  if (parent === undefined) {
    return [wrong('parent', 'Thiếu đơn vị cấp trên', 'The unit above is missing')];
  }
  if (!byCode.has(parent)) return [unknown('parent', parent)];
  if (!comesBack(code, (one) => byCode.get(one)?.parent)) return [];
  return [wrong('parent', `${code} nằm dưới chính nó`, `${code} stands below itself`)];
}

function endErrors({ code, kind, from, to, successor }: Unit, byCode: ByCode): [string, Text][] {
  const found: [string, Text][] = [];
  if (from !== undefined && to !== undefined && to < from) {
    found.push(wrong('to', `Trước ngày bắt đầu ${from}`, `It is before the first day, ${from}`));
  }
  if (to === undefined) {
    if (successor !== undefined) found.push(wrong('successor', 'Chỉ khi có ngày kết thúc', onlyAtItsEnd));
    return found;
  }
  if (kind === 'city') {
    return [...found, wrong('to', 'Thành phố không kết thúc', 'The city itself does not end')];
  }
  if (successor === undefined) {
    return [...found, wrong('successor', 'Thiếu đơn vị tiếp nhận công việc', 'Who has its work then?')];
  }
  const next = byCode.get(successor);
  if (next === undefined) return [...found, unknown('successor', successor)];
  if (comesBack(code, (one) => byCode.get(one)?.successor)) {
    return [...found, wrong('successor', `${code} tiếp nhận chính nó`, `${code} would follow itself`)];
  }
  if (kind === 'commune' && next.kind !== 'commune') {
    found.push(wrong('successor', `${successor} không phải xã, phường`, `${successor} is no commune`));
  }
  if (chain(next.code, (one) => byCode.get(one)?.parent).includes(code)) {
    found.push(wrong('successor', `${successor} nằm dưới ${code}`, `${successor} stands below ${code}`));
  }
  if (next.from !== undefined && next.from > daysAfter(to, 1)) {
    found.push(
      wrong('successor', `${successor} bắt đầu muộn hơn`, `${successor} begins later, ${next.from}`),
    );
  }
  return found;
}

const onlyAtItsEnd = 'Only a unit that ends has one';

function servesErrors({ serves = [] }: Unit, byCode: ByCode): [string, Text][] {
  return serves
    .filter((code) => byCode.get(code)?.kind !== 'commune')
    .map((code) => wrong('serves', `Không có xã, phường ${code}`, `There is no commune ${code}`));
}

/** The codes passed on the way from one on, itself first; a circle is passed once. */
function chain(start: string, next: (code: string) => string | undefined): string[] {
  const passed = new Set<string>();
  let code: string | undefined = start;
  while (code !== undefined && !passed.has(code)) {
    passed.add(code);
    code = next(code);
  }
  return [...passed];
}

/** Does the way from a code lead back to it? */
function comesBack(start: string, next: (code: string) => string | undefined): boolean {
  const first = next(start);
  return first !== undefined && chain(first, next).includes(start);
}
