import type * as z from 'zod';
import type { Account } from '../../shared/account-record.ts';
import type { Text } from '../../shared/errors.ts';
import type { Language } from '../../shared/http/language.ts';
import { shardOf } from '../../shared/table/shard.ts';
import type { ErasureView } from './routes.ts';

/**
 * The way of an account that is erased: `erasing` until its time, closed by one transaction that leaves nothing
 * personal on it and nothing that leads to it, then emptied of what hangs on it, then finished. It stands on the list
 * of what is due until it is finished, so that a run that breaks off anywhere is taken up by the next.
 */

const dueShards = 2;
const duePartition = (shard: number) => `ERASURE#${shard}`;
export const duePartitions = Array.from({ length: dueShards }, (_, shard) => duePartition(shard));

/** Index keys (GSI3) of an account that waits for its erasure or is not finished with it; nulls for any other. */
export function dueKeys({ id, eraseAt }: Account): { GSI3PK: string | null; GSI3SK: string | null } {
  if (eraseAt === null) return { GSI3PK: null, GSI3SK: null };
  return { GSI3PK: duePartition(shardOf(id, dueShards)), GSI3SK: `${eraseAt}#${id}` };
}

const changed = (account: Account, now: Date, set: Partial<Account>): Account => ({
  ...account,
  ...set,
  version: account.version + 1,
  updatedAt: now.toISOString(),
});

/** The account that is to be erased after so many days; null where it was asked for already. */
export function ask(account: Account, now: Date, days: number): Account | null {
  if (account.state !== 'active') return null;
  const eraseAt = new Date(now.getTime() + days * 86_400_000).toISOString();
  return changed(account, now, { state: 'erasing', eraseAt });
}

/** May it still be undone? Not any more from the moment on at which it is due. */
export const isUndoable = ({ eraseAt }: Account, now: Date) =>
  eraseAt === null || now.toISOString() < eraseAt;

/** The account that is kept after all; null where nothing was asked for. */
export function undo(account: Account, now: Date): Account | null {
  return account.state === 'erasing' ? changed(account, now, { state: 'active', eraseAt: null }) : null;
}

/** Is there something to do now for its erasure? */
export const isDue = ({ state, eraseAt }: Account, now: Date) =>
  (state === 'erasing' || state === 'erased') && eraseAt !== null && eraseAt <= now.toISOString();

/** The account without anything personal. Pseudonyms of accounts that were joined into it stay: they lead to nobody. */
export function close(account: Account, now: Date): Account {
  return changed(account, now, {
    state: 'erased',
    verified: false,
    name: null,
    personKey: null,
    identityLast: null,
    language: 'vi',
    subjects: [],
    contacts: [],
    consents: {},
  });
}

/** The closed account when all that hung on it is gone. */
export const finish = (account: Account, now: Date): Account => changed(account, now, { eraseAt: null });

const texts: Record<'none' | 'asked', Text> = {
  none: {
    vi: 'Chưa có yêu cầu xóa tài khoản.',
    en: 'Nobody asked to erase this account.',
  },
  asked: {
    vi: 'Tài khoản dùng được bình thường và có thể hoàn tác cho đến lúc đó. Sau đó họ tên, liên hệ, hộp thư, các lần đăng nhập và bản sao dữ liệu bị xóa; phản ánh được giữ lại nhưng không còn dẫn về bạn.',
    en: 'The account works as ever, and this can be undone, until then. After it name, contacts, inbox, sign-ins and exports are deleted; reports stay, and lead to you no longer.',
  },
};

/** What the person is told about it. */
export function viewOf({ state, eraseAt }: Account, language: Language): z.input<typeof ErasureView> {
  const view = state === 'erasing' ? 'asked' : 'none';
  return { state: view, eraseAt: view === 'asked' ? eraseAt : null, text: texts[view][language] };
}
