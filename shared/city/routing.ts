import type { FieldError } from '../errors.ts';
import { categoryCodes } from './categories.ts';
import { type CategoryCode, type RoutingDocument, theCommune, type Unit } from './directory.ts';
import { successorOf } from './hierarchy.ts';

/** The unit for a category at a place in `commune`; undefined where no rule fits. */
export function unitFor(
  routing: RoutingDocument,
  category: CategoryCode,
  commune: string,
): string | undefined {
  const found = routing.rules.find(
    (rule) => rule.category === category && (rule.communes === undefined || rule.communes.includes(commune)),
  );
  return found?.unit === theCommune ? commune : found?.unit;
}

/**
 * The table as it is meant on a day: units and communes that have ended stand for those that followed them, until an
 * admin writes the new ones into it.
 */
export function routingOn(routing: RoutingDocument, units: readonly Unit[], day: string): RoutingDocument {
  const today = (code: string) => successorOf(units, code, day)?.code ?? code;
  return {
    rules: routing.rules.map((rule) => ({
      ...rule,
      unit: rule.unit === theCommune ? theCommune : today(rule.unit),
      ...(rule.communes && { communes: rule.communes.map(today) }),
    })),
  };
}

/**
 * What is wrong with a routing table for these units: a unit or commune that is not among them, a rule that none can
 * reach, a category that some place has no unit for. Empty when all is well.
 */
export function routingErrors(routing: RoutingDocument, units: readonly Unit[]): FieldError[] {
  const codes = new Set(units.map(({ code }) => code));
  const communes = units.filter(({ kind }) => kind === 'commune').map(({ code }) => code);
  const found: FieldError[] = [];
  const settled = new Set<string>();
  for (const [index, rule] of routing.rules.entries()) {
    const field = `rules.${index}`;
    if (rule.unit !== theCommune && !codes.has(rule.unit)) {
      found.push({
        field: `${field}.unit`,
        message: { vi: `Không có đơn vị ${rule.unit}`, en: `There is no unit ${rule.unit}` },
      });
    }
    for (const [place, commune] of (rule.communes ?? []).entries()) {
      if (communes.includes(commune)) continue;
      found.push({
        field: `${field}.communes.${place}`,
        message: { vi: `Không có xã, phường ${commune}`, en: `There is no commune ${commune}` },
      });
    }
    const reached = (rule.communes ?? communes).filter(
      (commune) => !settled.has(`${rule.category} ${commune}`),
    );
    if (reached.length === 0 && (rule.communes ?? communes).length > 0) {
      found.push({
        field,
        message: {
          vi: 'Không bao giờ được dùng: các dòng trước đã quyết định hết',
          en: 'It is never used: rules before it decide everything',
        },
      });
    }
    for (const commune of reached) settled.add(`${rule.category} ${commune}`);
  }
  for (const category of categoryCodes) {
    const missing = communes.filter((commune) => !settled.has(`${category} ${commune}`));
    if (missing.length === 0) continue;
    found.push({
      field: 'rules',
      message: {
        vi: `Lĩnh vực ${category} chưa có đơn vị ở ${missing.length} xã, phường (ví dụ ${missing[0]})`,
        en: `Category ${category} has no unit in ${missing.length} communes (${missing[0]}, for one)`,
      },
    });
  }
  return found;
}
