import { subjectKey } from '../../../shared/account-record.ts';
import type { Unit } from '../../../shared/city/directory.ts';
import type { Post } from '../../../shared/directory-record.ts';

export const issuer = 'https://sso.example';
export const today = '2026-11-23';

/** A post of official a at the ward of Phú Xuân, without an end, but for what is given. */
export function post(facts: Partial<Post> = {}): Post {
  const { login = 'a', unit = '19753', role = 'official' } = facts;
  return {
    id: `${unit}.${role}`,
    holder: subjectKey(issuer, login),
    login,
    name: `Cán bộ ${login}`,
    unit,
    role,
    from: '2026-01-01',
    ...facts,
  };
}

const unit = (code: string, kind: Unit['kind'], parent?: string): Unit => ({
  code,
  kind,
  name: { vi: `Đơn vị ${code}`, en: `Unit ${code}` },
  ...(parent !== undefined && { parent }),
});

/** A small city: two communes, a department with the monitoring centre below it, a company. */
export const smallCity: Unit[] = [
  unit('UBND', 'city'),
  {
    ...unit('W', 'commune', 'UBND'),
    point: { lat: 16.4, lng: 107.5 },
    knownPoints: [{ name: 'x', lat: 16.41, lng: 107.51 }],
  },
  unit('E', 'commune', 'UBND'),
  unit('SKHCN', 'agency', 'UBND'),
  unit('IOC', 'agency', 'SKHCN'),
  unit('HEPCO', 'company', 'UBND'),
];

/** units.csv as an admin would write it. */
export function unitsFile(units: readonly Unit[]): string {
  const header = 'code,kind,parent,name_vi,name_en,serves,phone,email,address,from,to,successor,lat,lng';
  const lines = units.map((one) =>
    [
      one.code,
      one.kind,
      one.parent,
      one.name.vi,
      one.name.en,
      one.serves?.join(' '),
      one.contacts?.phone,
      one.contacts?.email,
      one.contacts?.address,
      one.from,
      one.to,
      one.successor,
      one.point?.lat,
      one.point?.lng,
    ]
      .map((cell) => (cell === undefined ? '' : `"${String(cell).replaceAll('"', '""')}"`))
      .join(','),
  );
  return [header, ...lines, ''].join('\n');
}

/** posts.csv as an admin would write it. */
export function postsFile(
  posts: readonly Pick<Post, 'login' | 'name' | 'unit' | 'role' | 'from' | 'to'>[],
): string {
  const lines = posts.map(({ login, name, unit: at, role, from, to }) =>
    [login, `"${name}"`, at, role, from, to ?? ''].join(','),
  );
  return ['login,name,unit,role,from,to', ...lines, ''].join('\n');
}
