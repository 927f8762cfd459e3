import { strToU8, zipSync, type Zippable } from 'fflate';
import type { Text } from '../../shared/errors.ts';
import type { Holding } from '../../shared/holdings.ts';
import { localTime } from './share.ts';

/** What is held of one kind, as it is handed out. */
export interface Share {
  holding: Holding;
  items: Record<string, unknown>[];
}

/** Why a photo is not in the file. */
export const leftOutReasons = {
  'not-ready': {
    vi: 'ảnh chưa kiểm tra xong, bị từ chối hoặc không còn',
    en: 'not checked yet, refused, or gone',
  },
  'no-room': {
    vi: 'tệp đã đủ 200 MB ảnh; hãy xem ảnh này trong phản ánh',
    en: 'the file had 200 MB of photos already; see this one in its report',
  },
} as const satisfies Record<string, Text>;

export interface LeftOut {
  photo: string;
  reason: keyof typeof leftOutReasons;
}

export interface Archive {
  city: Text;
  account: string;
  madeAt: Date;
  shares: readonly Share[];
  /** The pictures by the ids of their photos. */
  photos: ReadonlyMap<string, Uint8Array>;
  leftOut: readonly LeftOut[];
}

export const photoFile = (id: string) => `photos/${id}.jpg`;

/** What erasure does, in words. */
const erasureWords: Record<Holding['erasure'], Text> = {
  deleted: { vi: 'xóa hết', en: 'deleted' },
  emptied: { vi: 'xóa hết nội dung', en: 'emptied' },
  'without-person': { vi: 'giữ lại, không còn dẫn về bạn', en: 'kept, and no longer leads to you' },
  expires: { vi: 'tự hết hạn', en: 'gone by itself' },
  kept: { vi: 'giữ nguyên', en: 'kept as it is' },
};

/** A person's data as one ZIP file: data.json for machines, README.txt for people, the photos. */
export function archive(what: Archive): Uint8Array {
  const files: Zippable = {
    'README.txt': strToU8(readme(what)),
    'data.json': strToU8(JSON.stringify(data(what), null, 2)),
  };
  // A JPEG does not get any smaller.
  for (const [id, picture] of what.photos) files[photoFile(id)] = [picture, { level: 0 }];
  return zipSync(files, { mtime: what.madeAt });
}

function data({ account, madeAt, shares, leftOut }: Archive) {
  return {
    account,
    madeAt: localTime(madeAt.toISOString()),
    kinds: Object.fromEntries(
      shares.map(({ holding: { kind, name, purpose, kept, attributes, erasure, why }, items }) => [
        kind,
        { name, purpose, kept, erasure: { does: erasure, why }, attributes, items },
      ]),
    ),
    photosLeftOut: leftOut.map(({ photo, reason }) => ({ photo, reason: leftOutReasons[reason] })),
  };
}

function readme(what: Archive): string {
  return [page(what, 'vi'), page(what, 'en')].join(`\n${'='.repeat(72)}\n\n`);
}

const words = {
  vi: {
    title: 'Dữ liệu cá nhân của bạn tại',
    made: 'Lập lúc',
    files:
      'data.json có toàn bộ dữ liệu, theo từng loại dưới đây; thư mục photos có ảnh trong phản ánh của bạn. Giờ theo giờ Việt Nam.',
    items: 'Số mục',
    purpose: 'Mục đích',
    kept: 'Thời gian lưu',
    erasure: 'Khi xóa tài khoản',
    leftOut: 'Ảnh không có trong tệp này',
  },
  en: {
    title: 'Your personal data at',
    made: 'Made at',
    files:
      'data.json holds all of the data, by the kinds below; the folder photos has the photos of your reports. Times are in Vietnam’s zone.',
    items: 'Items',
    purpose: 'Purpose',
    kept: 'Kept',
    erasure: 'When the account is erased',
    leftOut: 'Photos that are not in this file',
  },
} as const;

function page({ city, madeAt, shares, leftOut }: Archive, language: keyof Text): string {
  const word = words[language];
  const kinds = shares.map(({ holding: { kind, name, purpose, kept, attributes, erasure, why }, items }) => [
    `${name[language]} (${kind})`,
    // Of what is not handed out a count of nothing would be wrong.
    ...(Object.keys(attributes).length > 0 ? [`  ${word.items}: ${items.length}`] : []),
    `  ${word.purpose}: ${purpose[language]}`,
    `  ${word.kept}: ${kept[language]}`,
    `  ${word.erasure}: ${erasureWords[erasure][language]}. ${why[language]}`,
    '',
  ]);
  const missing = leftOut.map(({ photo, reason }) => `  ${photo}: ${leftOutReasons[reason][language]}`);
  return [
    `${word.title} ${city[language]}`,
    `${word.made} ${localTime(madeAt.toISOString())}`,
    '',
    word.files,
    '',
    ...kinds.flat(),
    ...(missing.length > 0 ? [word.leftOut, ...missing, ''] : []),
  ].join('\n');
}
