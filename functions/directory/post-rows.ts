import * as z from 'zod';
import { postRoles } from '../../shared/access/actor.ts';
import { subjectKey } from '../../shared/account-record.ts';
import type { Unit } from '../../shared/city/directory.ts';
import { Day, type Post } from '../../shared/directory-record.ts';
import { DomainError, type FieldError, type Text } from '../../shared/errors.ts';
import { parse, rule } from '../../shared/http/validation.ts';
import { lineError, type Row } from './csv-file.ts';

/** What posts.csv has, a post a line. */
export const postColumns = ['login', 'name', 'unit', 'role', 'from', 'to'] as const;

const PostCells = z.object({
  login: z
    .string()
    .regex(
      /^[\x21-\x7e]{1,128}$/,
      rule({ vi: 'Chữ không dấu, không khoảng trắng', en: 'Letters without marks, no blanks' }),
    ),
  name: z.string().min(1).max(200),
  unit: z.string().min(1),
  role: z.enum(postRoles),
  from: Day,
  to: Day.optional(),
});
type PostCells = z.infer<typeof PostCells>;

interface Ground {
  /** Null while the units themselves are wrong: nothing can be said of posts in them. */
  units: readonly Unit[] | null;
  monitoringUnit: string;
  /** The officials' issuer, at which logins are subjects. */
  issuer: string;
}

/**
 * The posts of a file's rows, or what is wrong with them, each line by its own: a role or unit that is not there, a
 * last day before the first or after the unit's last, the same post of a person twice at a time.
 */
export function postsOf(
  rows: readonly Row<(typeof postColumns)[number]>[],
  { units, monitoringUnit, issuer }: Ground,
): { posts: Post[]; errors: FieldError[] } {
  const byCode = units && new Map(units.map((unit) => [unit.code, unit]));
  const earlier = new Map<string, { line: number; post: Post }[]>();
  const posts: Post[] = [];
  const errors: FieldError[] = [];
  for (const row of rows) {
    const wrong = (column: string, message: Text) =>
      errors.push(lineError('posts', row.line, column, message));
    const cells = cellsOf(row, errors);
    if (cells === null) continue;
    const { login, unit, role, from, to } = cells;
    if (to !== undefined && to < from) {
      wrong('to', { vi: `Trước ngày bắt đầu ${from}`, en: `It is before the first day, ${from}` });
    }
    if (byCode) unitErrors(cells, byCode.get(unit), wrong);
    if (role === 'monitor' && unit !== monitoringUnit) {
      wrong('role', {
        vi: `Chỉ có ở ${monitoringUnit}`,
        en: `There are monitors at ${monitoringUnit} alone`,
      });
    }
    const post: Post = { id: `${unit}.${role}`, holder: subjectKey(issuer, login), ...cells };
    const same = earlier.get(personsPost(post)) ?? [];
    const twice = same.find((one) => overlap(one.post, post));
    if (twice) {
      const at = twice.line;
      wrong('login', { vi: `Trùng với dòng ${at}`, en: `The same as line ${at}, at the same time` });
    }
    earlier.set(personsPost(post), [...same, { line: row.line, post }]);
    posts.push(post);
  }
  return { posts, errors };
}

/** A person's post, whenever it is held. */
export const personsPost = ({ holder, id }: Pick<Post, 'holder' | 'id'>): string => `${holder}#${id}`;

type Period = Pick<Post, 'from' | 'to'>;

/** Is there a day in both? Both ends are included. */
export function overlap(a: Period, b: Period): boolean {
  return a.from <= (b.to ?? '9999-12-31') && b.from <= (a.to ?? '9999-12-31');
}

function cellsOf({ line, cell }: Row<keyof PostCells>, errors: FieldError[]): PostCells | null {
  const cells = Object.fromEntries(postColumns.map((column) => [column, cell(column) || undefined]));
  try {
    return parse(PostCells, cells, (path) => `posts line ${line}: ${path}`);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    errors.push(...error.fields);
    return null;
  }
}

function unitErrors(
  post: PostCells,
  unit: Unit | undefined,
  wrong: (column: string, message: Text) => void,
): void {
  if (unit === undefined) {
    wrong('unit', { vi: `Không có đơn vị ${post.unit}`, en: `There is no unit ${post.unit}` });
  } else if (unit.to !== undefined && (post.to === undefined || post.to > unit.to)) {
    wrong('to', { vi: `${unit.code} kết thúc ngày ${unit.to}`, en: `${unit.code} ends on ${unit.to}` });
  }
}
