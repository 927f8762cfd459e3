import { type Holding, isBy, type Person } from '../../shared/holdings.ts';

type Item = Record<string, unknown>;

const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null;

const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** A stored time as people read it: in Vietnam's zone, still RFC 3339. Any other text stays as it is. */
export function localTime(value: string): string {
  if (!isTime.test(value)) return value;
  return new Date(Date.parse(value) + 7 * 3_600_000).toISOString().replace('Z', '+07:00');
}

function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value === 'string') return localTime(value);
  if (!isItem(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, readable(one)]));
}

function at(item: Item, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (isItem(value) ? value[name] : undefined), item);
}

/**
 * What a person gets of an item that is held on them: the attributes that the register names, those that are there;
 * null where that is nothing. What an office wrote for offices alone is its own.
 */
export function shareOf(holding: Holding, item: Item, person: Person): Item | null {
  if (holding.shown?.(item, person) === false) return null;
  const officeNote = item.noteAudience === 'office' && !isBy(item, person);
  const share: Item = {};
  for (const name of Object.keys(holding.attributes)) {
    const path = name.split('.');
    const value = at(item, path);
    if (value === undefined || value === null || (name === 'note' && officeNote)) continue;
    put(share, path, readable(value));
  }
  return Object.keys(share).length === 0 ? null : share;
}

function put(share: Item, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    share[name] = value;
    return;
  }
  const inner: Item = {};
  put(inner, rest, value);
  const before = share[name];
  share[name] = { ...(isItem(before) ? before : {}), ...inner };
}
