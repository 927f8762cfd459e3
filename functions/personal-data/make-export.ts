import { readPerson } from '../../shared/account-store.ts';
import { system } from '../../shared/access/actor.ts';
import type { CityConfig } from '../../shared/city/config.ts';
import type { Clock } from '../../shared/clock.ts';
import { type Person, register } from '../../shared/holdings.ts';
import { archive, type LeftOut, photoFile, type Share } from './archive.ts';
import { accountEntry } from '../../shared/account-entry.ts';
import { ready } from './export.ts';
import { type ExportStore, NotAwaited } from './export-store.ts';
import type { ExportFiles, Pictures } from './file-client.ts';
import { readHolding, readPersonOf } from './holding-reader.ts';
import { shareOf } from './share.ts';

export interface ExportMaking {
  store: ExportStore;
  files: ExportFiles;
  pictures: Pictures;
  clock: Clock;
  city: Pick<CityConfig, 'name' | 'accounts'>;
  /** Bytes of photos that one file takes at most: 200 MB where not given, assumed. */
  mostPhotoBytes?: number;
}

/**
 * Makes an export that somebody waits for: collects what the register names, puts it into a file, says that it is
 * there. Done twice, the second time finds that nobody waits.
 */
export async function makeExport(
  { store, files, pictures, clock, city, mostPhotoBytes = 200_000_000 }: ExportMaking,
  exportId: string,
): Promise<'made' | 'not-awaited'> {
  const asked = await store.find(exportId);
  if (asked === null) return 'not-awaited';
  if (asked.state !== 'asked') {
    await store.release(asked);
    return 'not-awaited';
  }
  const account = await readPerson(store.table, asked.accountId);
  if (account === null || account.state === 'erased') return 'not-awaited';

  const person = await readPersonOf(store.table, account);
  const { photos, leftOut } = await readPhotos(pictures, person, mostPhotoBytes);
  const shares = await readShares(store, person);
  const madeAt = clock.now();
  const withFiles = shares.map((share) =>
    share.holding.kind === 'photos' ? { ...share, items: share.items.map(named(photos)) } : share,
  );
  const file = archive({ city: city.name, account: account.id, madeAt, shares: withFiles, photos, leftOut });
  await files.put(asked.objectKey, file);
  const made = ready(
    asked,
    { bytes: file.byteLength, photosLeftOut: leftOut.length },
    madeAt,
    city.accounts.exportDays,
  );
  try {
    await store.markReady(asked, made, accountEntry(account, 'export-ready', system, madeAt, { exportId }));
  } catch (error) {
    if (!(error instanceof NotAwaited)) throw error;
    // Made by another worker meanwhile it lies at the same place; erased meanwhile it must go.
    if ((await store.find(exportId)) === null) await files.drop(asked.objectKey);
    return 'not-awaited';
  }
  await store.release(asked);
  return 'made';
}

async function readShares(store: ExportStore, person: Person): Promise<Share[]> {
  const shares: Share[] = [];
  for (const holding of register) {
    const items = await readHolding(store.table, holding.kind, person);
    const shared = items.map((item) => shareOf(holding, item, person));
    shares.push({ holding, items: shared.filter((item) => item !== null) });
  }
  return shares;
}

const named = (photos: ReadonlyMap<string, unknown>) => (item: Record<string, unknown>) =>
  typeof item.id === 'string' && photos.has(item.id) ? { ...item, file: photoFile(item.id) } : item;

async function readPhotos(
  pictures: Pictures,
  person: Person,
  mostBytes: number,
): Promise<{ photos: Map<string, Uint8Array>; leftOut: LeftOut[] }> {
  const photos = new Map<string, Uint8Array>();
  const leftOut: LeftOut[] = [];
  let room = mostBytes;
  for (const photo of person.photos) {
    const picture = await pictures.read(photo, room);
    if (picture instanceof Uint8Array) {
      photos.set(photo, picture);
      room -= picture.byteLength;
    } else {
      leftOut.push({ photo, reason: picture === null ? 'not-ready' : 'no-room' });
    }
  }
  return { photos, leftOut };
}
