import { system } from '../../shared/access/actor.ts';
import type { Account } from '../../shared/account-record.ts';
import { readAccount } from '../../shared/account-store.ts';
import type { Clock } from '../../shared/clock.ts';
import { type Person, register } from '../../shared/holdings.ts';
import { accountEntry } from '../../shared/account-entry.ts';
import { close, finish, isDue } from './erasure.ts';
import type { ErasureStore } from './erasure-store.ts';
import { Export } from './export.ts';
import type { ExportFiles } from './file-client.ts';

export interface Erasing {
  store: ErasureStore;
  files: Pick<ExportFiles, 'drop'>;
  clock: Clock;
  /** Is there time left to begin another page? */
  hasTime: () => boolean;
}

/** Items that are deleted side by side. */
const pageSize = 25;

/**
 * Erases one account whose time has come. First it is closed: one transaction takes everything personal off it, and
 * all that leads to it, so that nobody comes in from then on and whoever signs in again is somebody new. Then what the
 * register calls `deleted` goes. Then it leaves the list. Every step can be done again: a run that breaks off anywhere
 * is finished by the next one. Gives whether nothing is left to do.
 */
export async function erase(erasing: Erasing, accountId: string): Promise<boolean> {
  const { store, clock } = erasing;
  const account = await readAccount(store.table, accountId);
  if (account === null || account.eraseAt === null) {
    if (account !== null) await store.unlist(account);
    return true;
  }
  if (!isDue(account, clock.now())) return true;
  const closed = account.state === 'erased' ? account : await shut(store, account, clock.now());
  if (!(await empty(erasing, closed))) return false;
  const finished = finish(closed, clock.now());
  await store.change(closed, finished, accountEntry(finished, 'erased', system, clock.now()));
  return true;
}

async function shut(store: ErasureStore, account: Account, now: Date): Promise<Account> {
  const closed = close(account, now);
  const leads = await store.leadDeletions(account);
  await store.change(account, closed, accountEntry(closed, 'closed', system, now), leads);
  return closed;
}

/** Deletes what hangs on a closed account; false when the time did not reach. */
async function empty({ store, files, hasTime }: Erasing, account: Account): Promise<boolean> {
  // What led to the account went with its closing, and what is kept is not looked for.
  const person: Person = {
    accounts: [account.id, ...account.aliases],
    subjects: [],
    personKey: null,
    reports: [],
    photos: [],
    postsVersion: null,
  };
  for (const { kind, places } of register.filter(({ erasure }) => erasure === 'deleted')) {
    for (const place of places(person)) {
      let after: string | undefined;
      do {
        if (!hasTime()) return false;
        const { found, next } = await store.page(place, after, pageSize);
        await Promise.all(
          found.map(async (one) => {
            // The file first: without its item nobody would know where it lies.
            const made = kind === 'exports' ? Export.safeParse(one.item).data : undefined;
            if (made !== undefined) await files.drop(made.objectKey);
            await store.delete(one);
          }),
        );
        after = next ?? undefined;
      } while (after !== undefined);
    }
  }
  return true;
}
