import * as z from 'zod';
import type { Account } from '../../shared/account-record.ts';
import { PostsDocument, readDocument } from '../../shared/city/documents.ts';
import { type HoldingKind, type Person, type Place, register } from '../../shared/holdings.ts';
import { type Page, readList } from '../../shared/table/lists.ts';
import type { Table } from '../../shared/table/table.ts';

const pageSize = 100;
const OwnReport = z.object({ id: z.string(), photoIds: z.array(z.string()) });

/** One page of what lies at a place, in the order of its sort key. */
export function readPlace(
  table: Table,
  { index, ...range }: Place,
  after: string | undefined,
  limit = pageSize,
): Promise<Page> {
  return readList(table, {
    ...(index !== undefined && { index }),
    steps: [[range]],
    direction: 'ascending',
    after,
    limit,
  });
}

/** Everything of a kind that is held on a person, page by page. */
export async function readHolding(
  table: Table,
  kind: HoldingKind,
  person: Person,
): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  for (const place of register.filter((one) => one.kind === kind).flatMap(({ places }) => places(person))) {
    let after: string | undefined;
    do {
      const page = await readPlace(table, place, after);
      items.push(...page.items);
      after = page.next ?? undefined;
    } while (after !== undefined);
  }
  return items;
}

/** All that leads to what is held on the person of an account. */
export async function readPersonOf(table: Table, account: Account): Promise<Person> {
  const known: Person = {
    accounts: [account.id, ...account.aliases],
    subjects: account.subjects,
    personKey: account.personKey,
    reports: [],
    photos: [],
    postsVersion: (await readDocument(table, 'posts', PostsDocument))?.version ?? null,
  };
  const reports = (await readHolding(table, 'reports', known)).map((item) => OwnReport.parse(item));
  return {
    ...known,
    reports: reports.map(({ id }) => id),
    photos: reports.flatMap(({ photoIds }) => photoIds),
  };
}
