import * as z from 'zod';
import { monitoringUnit } from './configuration.ts';

/** Someone to try the city as. Their name is also their password and the subject of their tokens. */
export interface Person {
  name: string;
  role: 'citizen' | 'official' | 'leader' | 'monitor' | 'admin';
  unit: string | null;
}

/** What names there are, for people who mistyped one. */
export const names =
  'citizen, citizen2, citizen3 …, official@UNIT, leader@UNIT (such as official@19753), monitor, admin';

/** A person by name; no list is kept, each name of these forms is someone. */
export const Person = z
  .string()
  .regex(/^(citizen([2-9]|[1-9]\d{1,5})?|monitor|admin|(official|leader)@[A-Z0-9][A-Z0-9-]{0,19})$/)
  .transform((name): Person => {
    const [form, unit] = name.split('@');
    if (unit !== undefined) return { name, role: form === 'leader' ? 'leader' : 'official', unit };
    if (name === 'monitor') return { name, role: 'monitor', unit: monitoringUnit };
    return { name, role: name === 'admin' ? 'admin' : 'citizen', unit: null };
  });

/** The claims that say so in a token. */
export function claimsOf({ role, unit }: Person): Record<string, string> {
  return { city_role: role, ...(unit !== null && { city_unit: unit }) };
}
