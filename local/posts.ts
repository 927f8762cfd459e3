import * as z from 'zod';
import { call } from './api-client.ts';
import { monitoringUnit } from './configuration.ts';

const Units = z.object({ items: z.array(z.object({ code: z.string(), kind: z.string() })) });

/**
 * Gives the people of people.ts their posts, as an admin would: an official and a leader in each unit, the
 * monitoring centre's person, the auditor, and Lan, who has two. Imported as the file that an admin would write.
 */
export async function importPosts(apiUrl: string, adminToken: string): Promise<void> {
  const { items } = Units.parse((await call(`${apiUrl}/units`)).body);
  const root = items.find(({ kind }) => kind === 'city')?.code ?? monitoringUnit;
  const rows = [
    ...items.flatMap(({ code }) => [
      [`official@${code}`, `Cán bộ ${code}`, code, 'official'],
      [`leader@${code}`, `Lãnh đạo ${code}`, code, 'leader'],
    ]),
    ['monitor', 'Trực ban giám sát', monitoringUnit, 'monitor'],
    ['auditor', 'Thanh tra', root, 'auditor'],
    ['lan', 'Lê Thị Lan', '19753', 'official'],
    ['lan', 'Lê Thị Lan', 'SKHCN', 'official'],
  ];
  const file = ['login,name,unit,role,from,to', ...rows.map((row) => [...row, '2026-01-01', ''].join(','))];
  await call(`${apiUrl}/admin/directory`, {
    method: 'POST',
    token: adminToken,
    body: { posts: Buffer.from(`${file.join('\n')}\n`).toString('base64') },
  });
}
