import type { NormalText } from './normalise.ts';

/**
 * What is no field report and goes elsewhere: a complaint (khiếu nại) against an administrative decision, a
 * denunciation (tố cáo) of a breach of law by an official or an organisation, and what holds state secrets.
 */
export const outOfScopeKinds = ['complaint', 'denunciation', 'state_secret'] as const;
export type OutOfScope = (typeof outOfScopeKinds)[number];

const any = (...terms: string[]) => new RegExp(`(?<![\\p{L}])(?:${terms.join('|')})(?![\\p{L}])`, 'u');

const decision =
  'quyet dinh|thong bao (?:so|thu hoi)|cuong che|xu phat|thu hoi dat|boi thuong|den bu|tai dinh cu|ke bien|bac don|hanh vi hanh chinh|' +
  'ket qua xet|buoc thoi viec|buoc thao do|dinh chi|phuong an|bien ban xu phat|decision|fine|compensation';
const officials =
  'can bo|cong chuc|chu tich|pho chu tich|bi thu|giam doc|pho giam doc|truong phong|hieu truong|hieu pho|truong thon|to truong|thanh tra|' +
  'dia chinh|ke toan|thu quy|cong an|csgt|canh sat|kiem lam|hai quan|truong khoa|bac si|lanh dao|ban quan ly|chu nhiem|doi truong|' +
  'nha thau|cong ty|doanh nghiep|official|officer|chairman|director';
const breaches =
  'tham nhung|tham o|hoi lo|nhan tien|an tien|an chan|bao ke|thong dong|rut ruot|ky khong|nghiem thu khong|quyet toan khong|chia nhau|phong bi|lap ho so gia|gia mao|chung chi|' +
  'bien thu|truc loi|dut lot|lot tay|an hoi lo|bien tien|cua quyen lay|chay diem|chay chuc|chung tu gia|bribe|bribes|corrupt|embezzled|asks for money';

const signs = {
  complains: any(
    'khieu nai',
    'khieu kien',
    'phuc tra',
    'khong dong y voi quyet dinh',
    'complain against',
    'appeal',
  ),
  refuses: any(
    '(?:khong|k) (?:dong y|chap nhan|dong tinh|phuc|chiu|thoa man|nhat tri)',
    '(?:yeu cau|de nghi|doi|xin) (?:huy|thu hoi|xem xet lai|xet lai|xem lai|bai bo)',
    'trai luat',
    'huy (?:bo )?quyet dinh',
    'disagree',
  ),
  decision: any(decision),
  denounces: any('to cao', 'to giac', 'don to cao', 'denounce', 'denunciation', 'to giac toi pham'),
  officials: any(officials),
  breaches: any(breaches),
  secret: any(
    'bi mat nha nuoc',
    'bi mat quan su',
    'tuyet mat',
    'toi mat',
    'tai lieu mat',
    'van ban mat',
    'cong van mat',
    'dong dau mat',
    'mat danh',
    'dac tinh',
    'state secret',
    'classified document',
    'top secret',
  ),
  military: any(
    'quan su',
    'quoc phong',
    'kho dan',
    'tieu doan',
    'bien phong',
    'phong thu',
    'vu khi',
    'tran dia',
    'doanh trai',
    'radar',
    'ham ngam',
    'military',
  ),
  denies: any(
    '(?:khong|chang|dau) phai (?:la )?(?:to cao|khieu nai)',
    '(?:tong dai|goi|quan|cua hang|shop|hang|nha mang) (?:[a-z]+ ){0,2}khieu nai',
    'khieu nai (?:nhieu lan |roi )?(?:voi|len|toi) (?:quan|chu|tong dai|cua hang|shop|nha|trung uong)',
    '(?:se|thi|toi|tui) khieu nai (?:toi|len)',
    'mat ong',
    'bi mat nuoc',
  ),
} as const;

/** "mật" without its mark is also "mất" and "mắt": looked for in marked texts as it is written. */
const markedSecret = any(
  '(?:tài liệu|văn bản|công văn|kế hoạch|bản đồ|sơ đồ|hồ sơ|biên bản|danh sách|đề thi|báo cáo|phương án) (?:\\p{L}+ ){0,5}(?:mật|bí mật|tối mật|tuyệt mật)',
  'dấu (?:\\p{L}+ )?mật',
  'độ mật',
);

type Sign = keyof typeof signs;

/** The signs of a text: by its form without marks, so that they are found however it was typed. */
function signsOf({ plainWords, shown }: NormalText): Set<Sign> {
  const plain = plainWords.join(' ');
  const found = new Set<Sign>();
  for (const [name, pattern] of entries) if (pattern.test(plain)) found.add(name);
  if (markedSecret.test(shown.join(' '))) found.add('secret');
  else if (found.has('secret') && shown.some((word) => /^(?:mất|mắt|mặt|mát)$/u.test(word)))
    found.delete('secret');
  return found;
}

const entries = Object.entries(signs).flatMap(([name, pattern]) =>
  isSign(name) ? [[name, pattern] as const] : [],
);

function isSign(name: string): name is Sign {
  return name in signs;
}

/** What the rule alone says: only where the words leave little doubt. Null: nothing that it is sure of. */
export function outOfScopeByRule(text: NormalText): OutOfScope | null {
  const found = signsOf(text);
  const has = (...all: Sign[]) => all.every((one) => found.has(one));
  if (found.has('secret')) return 'state_secret';
  if (found.has('denies')) return null;
  if (has('denounces', 'officials') || has('denounces', 'breaches')) return 'denunciation';
  if (has('complains', 'decision')) return 'complaint';
  return null;
}

/** The same signs for the model, which weighs them with the rest of the text. */
export function scopeHints(text: NormalText): Map<string, number> {
  const found = signsOf(text);
  const hints = new Map([...found].map((name) => [`scope ${name}`, 0.4]));
  const rule = outOfScopeByRule(text);
  if (rule) hints.set(`scope rule ${rule}`, 0.6);
  if (found.has('refuses') && found.has('decision')) hints.set('scope refuses decision', 0.6);
  if (found.has('officials') && found.has('breaches')) hints.set('scope official breach', 0.6);
  return hints;
}
