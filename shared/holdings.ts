import { accountKey, personRecordKey, signInsPartition, subjectRecordKey } from './account-record.ts';
import { delegatePartition, delegationsByHolder, holderPartition } from './directory-record.ts';
import type { Text } from './errors.ts';
import {
  deliveriesPartition,
  followingPartition,
  marksPartition,
  ownInbox,
  preferencesKey,
  pushPrefix,
} from './inbox-record.ts';
import { photoKey } from './photo-record.ts';
import { reporterPartition, reportKey } from './report.ts';
import { entriesAbout, entriesBy, entryPrefix } from './timeline.ts';

/** Whose data it is: all that leads to the items that are held on one person. */
export interface Person {
  /** The account and those that were joined into it. */
  accounts: readonly string[];
  /** subjectKey of each sign-in that leads to the account. */
  subjects: readonly string[];
  personKey: string | null;
  /** Their reports, and the photos that these took. */
  reports: readonly string[];
  photos: readonly string[];
  /** The version of the directory's posts that is in force; null before the first. */
  postsVersion: number | null;
}

/** A part of the table or of an index: one partition, all of it or a range of its sort key (both ends included). */
export interface Place {
  /** The base table when left out. */
  index?: 'GSI1' | 'GSI8';
  partition: string;
  from?: string;
  to?: string;
}

type Item = Record<string, unknown>;

export type HoldingKind =
  | 'account'
  | 'leads'
  | 'sign-ins'
  | 'pending-contacts'
  | 'reports'
  | 'photos'
  | 'following'
  | 'deeds'
  | 'history'
  | 'looks'
  | 'notices'
  | 'inbox-marks'
  | 'deliveries'
  | 'notice-preferences'
  | 'push-subscriptions'
  | 'exports'
  | 'posts'
  | 'delegations'
  | 'passing'
  | 'backups';

/** One kind of data on people. */
export interface Holding {
  kind: HoldingKind;
  name: Text;
  /** What the city needs it for. */
  purpose: Text;
  /** How long it is there. */
  kept: Text;
  /** Where one person's items lie; nowhere for what cannot be listed by person (`kept` and `why` say what it is). */
  places: (person: Person) => Place[];
  /** Which of them are shown to the person; all where left out. */
  shown?: (item: Item, person: Person) => boolean;
  /** What is handed out: each attribute by its path, and what it means. Keys and what only machines need are not. */
  attributes: Record<string, Text>;
  /**
   * What erasure does: `deleted` and `emptied` leave nothing; `without-person` keeps it under a pseudonym that leads to
   * nobody; `expires` is gone by itself; `kept` stays as it is.
   */
  erasure: 'deleted' | 'emptied' | 'without-person' | 'expires' | 'kept';
  why: Text;
}

/** A person's exports on GSI1, by time. */
export const exportsPartition = (accountId: string) => `EXPORTS#${accountId}`;
export const exportKey = (id: string) => ({ PK: `EXPORT#${id}`, SK: 'EXPORT' });
/** Stands while an export is in the making, so that a person has one at a time: {running, since, until}. */
export const exportingKey = (accountId: string) => ({ PK: accountKey(accountId).PK, SK: 'EXPORTING' });

const exactly = ({ PK, SK }: { PK: string; SK: string }): Place => ({ partition: PK, from: SK, to: SK });
const beginning = (partition: string, prefix: string): Place => ({
  partition,
  from: prefix,
  to: `${prefix}~`,
});
/** Is an entry about what the person did themselves? */
export const isBy = ({ actor }: Item, { accounts }: Person) =>
  typeof actor === 'object' &&
  actor !== null &&
  'accountId' in actor &&
  typeof actor.accountId === 'string' &&
  accounts.includes(actor.accountId);

const when: Text = { vi: 'Thời điểm', en: 'When' };
const id: Text = { vi: 'Mã định danh', en: 'Identifier' };
const untilErased: Text = {
  vi: 'Đến khi bạn xóa tài khoản',
  en: 'Until you have your account erased',
};
const goesWithAccount: Text = {
  vi: 'Chỉ phục vụ tài khoản, không cần khi tài khoản không còn',
  en: 'It serves the account alone and is of no use without it',
};

/** What a timeline entry says to people. Its data is left out: it names other people's accounts. */
const entryAttributes = {
  id,
  at: when,
  type: { vi: 'Việc đã xảy ra', en: 'What happened' },
  'aggregate.type': { vi: 'Loại đối tượng', en: 'Kind of thing it happened to' },
  'aggregate.id': { vi: 'Đối tượng', en: 'What it happened to' },
  'actor.role': { vi: 'Vai trò của người thực hiện', en: 'Role of whoever did it' },
  'actor.unit': { vi: 'Đơn vị thực hiện', en: 'Unit that did it' },
  note: { vi: 'Nội dung đã viết', en: 'What was written with it' },
} as const satisfies Record<string, Text>;

/**
 * The register of personal data: everything that the city holds on a person as data, why, where and for how long, and
 * what becomes of it when they leave. The export hands out what stands here and erasure deletes what is called
 * `deleted` here, so a new kind of data on people is a line here. An auditor reads this.
 */
export const register: readonly Holding[] = [
  {
    kind: 'account',
    name: { vi: 'Hồ sơ tài khoản', en: 'Account profile' },
    purpose: {
      vi: 'Biết ai đang đăng nhập, liên hệ bằng ngôn ngữ và địa chỉ đã chọn, làm theo điều bạn đồng ý',
      en: 'To know who is signed in, to write in their language to their addresses, to do what they agreed to',
    },
    kept: untilErased,
    places: ({ accounts }) => accounts.map((account) => exactly(accountKey(account))),
    attributes: {
      id,
      state: { vi: 'Trạng thái', en: 'State' },
      verified: { vi: 'Đã xác thực định danh điện tử', en: 'The national e-ID vouches for who it is' },
      name: { vi: 'Họ tên do nơi cấp đăng nhập cung cấp', en: 'Name, as the issuer of the sign-in says it' },
      identityLast: { vi: 'Bốn số cuối của số định danh', en: 'Last four digits of the identity number' },
      language: { vi: 'Ngôn ngữ', en: 'Language' },
      contacts: { vi: 'Địa chỉ liên hệ đã xác nhận', en: 'Addresses that were verified' },
      consents: { vi: 'Điều bạn đồng ý hoặc từ chối', en: 'What you agreed to or refused' },
      eraseAt: { vi: 'Sẽ xóa lúc', en: 'When it will be erased' },
      createdAt: { vi: 'Tạo lúc', en: 'Made at' },
      updatedAt: { vi: 'Thay đổi lúc', en: 'Changed at' },
    },
    erasure: 'emptied',
    why: {
      vi: 'Chỉ còn một mã ngẫu nhiên, để mã đó không bao giờ thuộc về người khác',
      en: 'A random number is left, so that it never comes to be somebody else',
    },
  },
  {
    kind: 'leads',
    name: {
      vi: 'Dấu vết nhận ra bạn khi đăng nhập lại',
      en: 'What you are recognised by when you sign in again',
    },
    purpose: {
      vi: 'Các lần đăng nhập của một người dẫn về một tài khoản. Số định danh không được lưu, chỉ có mã băm có khóa',
      en: 'A person’s sign-ins meet in one account. The identity number is not kept, only a keyed hash of it',
    },
    kept: untilErased,
    places: ({ subjects, personKey }) => [
      ...subjects.map((subject) => exactly(subjectRecordKey(subject))),
      ...(personKey === null ? [] : [exactly(personRecordKey(personKey))]),
    ],
    attributes: {},
    erasure: 'deleted',
    why: {
      vi: 'Đăng nhập lại về sau sẽ tạo một tài khoản mới',
      en: 'Whoever signs in later gets a new account',
    },
  },
  {
    kind: 'sign-ins',
    name: { vi: 'Các lần đăng nhập', en: 'Sign-ins' },
    purpose: {
      vi: 'Cho bạn thấy và kết thúc các lần đăng nhập của mình',
      en: 'For you to see your sign-ins and end them',
    },
    kept: untilErased,
    places: ({ accounts }) =>
      accounts.map((account) => ({ index: 'GSI1', partition: signInsPartition(account) })),
    attributes: {
      id,
      issuer: { vi: 'Nơi cấp đăng nhập', en: 'Where you signed in' },
      device: { vi: 'Thiết bị', en: 'Device' },
      at: when,
      endedAt: { vi: 'Kết thúc lúc', en: 'Ended at' },
    },
    erasure: 'deleted',
    why: goesWithAccount,
  },
  {
    kind: 'pending-contacts',
    name: { vi: 'Địa chỉ liên hệ chờ xác nhận', en: 'Addresses that wait for their code' },
    purpose: { vi: 'Kiểm tra địa chỉ là của bạn', en: 'To see that an address is yours' },
    kept: { vi: 'Khoảng một giờ', en: 'About an hour' },
    places: ({ accounts }) => accounts.map((account) => beginning(accountKey(account).PK, 'CONTACT#')),
    attributes: {
      channel: { vi: 'Kênh', en: 'Channel' },
      address: { vi: 'Địa chỉ', en: 'Address' },
      expiresAt: { vi: 'Mã hết hạn lúc', en: 'When the code expires' },
    },
    erasure: 'deleted',
    why: goesWithAccount,
  },
  {
    kind: 'reports',
    name: { vi: 'Phản ánh của bạn', en: 'Your reports' },
    purpose: { vi: 'Xử lý điều bạn phản ánh', en: 'To deal with what you reported' },
    kept: {
      vi: 'Lâu dài, là hồ sơ công việc của thành phố',
      en: 'For good, as the record of the city’s work',
    },
    places: ({ accounts }) =>
      accounts.map((account) => ({ index: 'GSI1', partition: reporterPartition(account) })),
    attributes: {
      id,
      code: { vi: 'Mã phản ánh', en: 'Code' },
      description: { vi: 'Nội dung', en: 'What you wrote' },
      location: { vi: 'Vị trí', en: 'Place on the map' },
      address: { vi: 'Địa chỉ', en: 'Address' },
      category: { vi: 'Lĩnh vực', en: 'Category' },
      commune: { vi: 'Phường, xã', en: 'Commune' },
      'unit.name': { vi: 'Đơn vị xử lý', en: 'Unit that has it' },
      status: { vi: 'Trạng thái', en: 'State' },
      outcome: { vi: 'Kết quả', en: 'Outcome' },
      photoIds: { vi: 'Ảnh', en: 'Photos' },
      question: { vi: 'Câu hỏi dành cho bạn', en: 'What you were asked' },
      'resolution.done': { vi: 'Việc đã làm', en: 'What was done' },
      'resolution.at': { vi: 'Xử lý xong lúc', en: 'When it was resolved' },
      rating: { vi: 'Đánh giá của bạn', en: 'Your rating' },
      createdAt: { vi: 'Gửi lúc', en: 'Sent at' },
      updatedAt: { vi: 'Thay đổi lúc', en: 'Changed at' },
      dueAt: { vi: 'Thời hạn', en: 'Due at' },
    },
    erasure: 'without-person',
    why: {
      vi: 'Việc công vẫn phải làm và có thể kiểm tra; phản ánh không còn dẫn về ai',
      en: 'Public work goes on and can be checked; the report no longer leads to anybody',
    },
  },
  {
    kind: 'photos',
    name: { vi: 'Ảnh trong phản ánh', en: 'Photos of your reports' },
    purpose: {
      vi: 'Cho thấy sự việc; nơi và lúc chụp chỉ đơn vị xử lý thấy',
      en: 'To show what is wrong; where and when they were taken is seen by the office alone',
    },
    kept: {
      vi: 'Cùng phản ánh; ảnh không dùng bị xóa trong vài ngày',
      en: 'With the report; a photo that no report took is deleted within days',
    },
    places: ({ photos }) => photos.map((photo) => exactly(photoKey(photo))),
    shown: ({ ownerId }, { accounts }) => typeof ownerId === 'string' && accounts.includes(ownerId),
    attributes: {
      id,
      state: { vi: 'Trạng thái', en: 'State' },
      reportId: { vi: 'Phản ánh', en: 'Report' },
      createdAt: { vi: 'Tải lên lúc', en: 'Uploaded at' },
      takenAt: { vi: 'Chụp lúc', en: 'Taken at' },
      takenLocation: { vi: 'Chụp tại', en: 'Where it was taken' },
    },
    erasure: 'without-person',
    why: {
      vi: 'Là một phần của phản ánh được giữ lại',
      en: 'They are a part of the report, which stays',
    },
  },
  {
    kind: 'following',
    name: { vi: 'Phản ánh bạn theo dõi', en: 'Reports that you follow' },
    purpose: {
      vi: 'Báo cho bạn biết tiến độ của phản ánh mà bạn cũng gặp phải',
      en: 'To tell you of reports of others that concern you too',
    },
    kept: untilErased,
    places: ({ accounts }) =>
      accounts.map((account) => ({ index: 'GSI1', partition: followingPartition(account) })),
    attributes: {
      reportId: { vi: 'Phản ánh', en: 'Report' },
      at: { vi: 'Theo dõi từ', en: 'Since' },
    },
    erasure: 'deleted',
    why: goesWithAccount,
  },
  {
    kind: 'deeds',
    name: { vi: 'Việc bạn đã làm và viết', en: 'What you did and wrote' },
    purpose: {
      vi: 'Cho thấy tiến trình và ai đã làm gì, khi nào',
      en: 'To show progress, and who did what and when',
    },
    kept: {
      vi: 'Lâu dài, là nhật ký của thành phố',
      en: 'For good, as the city’s audit trail',
    },
    places: ({ accounts }) => accounts.map((account) => ({ index: 'GSI1', partition: entriesBy(account) })),
    attributes: entryAttributes,
    erasure: 'without-person',
    why: {
      vi: 'Nhật ký được niêm phong và chỉ giữ mã ngẫu nhiên, không dẫn về ai',
      en: 'The audit trail is sealed; it holds a random number that leads to nobody',
    },
  },
  {
    kind: 'history',
    name: {
      vi: 'Việc người khác đã làm với tài khoản và phản ánh của bạn',
      en: 'What others did to your account and your reports',
    },
    purpose: {
      vi: 'Cho thấy tiến trình và ai đã làm gì, khi nào',
      en: 'To show progress, and who did what and when',
    },
    kept: { vi: 'Lâu dài, là nhật ký của thành phố', en: 'For good, as the city’s audit trail' },
    places: ({ accounts, reports, photos }) =>
      [
        ...accounts.map((account) => accountKey(account).PK),
        ...reports.map((report) => reportKey(report).PK),
        ...photos.map((photo) => photoKey(photo).PK),
      ].map((partition) => beginning(partition, entryPrefix)),
    // What offices tell each other alone is their work; what the person did stands among their deeds.
    shown: (item, person) => item.audience !== 'office' && !isBy(item, person),
    attributes: entryAttributes,
    erasure: 'without-person',
    why: {
      vi: 'Nhật ký được niêm phong và chỉ giữ mã ngẫu nhiên, không dẫn về ai',
      en: 'The audit trail is sealed; it holds a random number that leads to nobody',
    },
  },
  {
    kind: 'looks',
    name: { vi: 'Ai đã xem dữ liệu của bạn', en: 'Who looked at your data' },
    purpose: {
      vi: 'Cho bạn biết ai đã xem, khi nào, vì sao; kể cả lần bị từ chối',
      en: 'For you to know who looked, when and why; attempts that were refused too',
    },
    kept: { vi: 'Lâu dài, là nhật ký của thành phố', en: 'For good, as the city’s audit trail' },
    places: ({ accounts }) =>
      accounts.map((account) => ({ index: 'GSI8', partition: entriesAbout(account) })),
    attributes: entryAttributes,
    erasure: 'without-person',
    why: {
      vi: 'Cán bộ vẫn phải trả lời về việc đã xem',
      en: 'Officials still have to answer for having looked',
    },
  },
  {
    kind: 'notices',
    name: { vi: 'Hộp thư thông báo', en: 'Inbox' },
    purpose: { vi: 'Báo cho bạn điều đã xảy ra', en: 'To tell you what happened' },
    kept: untilErased,
    places: ({ accounts }) => accounts.map((account) => ({ partition: ownInbox(account) })),
    attributes: {
      id,
      at: when,
      kind: { vi: 'Việc đã xảy ra', en: 'What happened' },
      reportId: { vi: 'Phản ánh', en: 'Report' },
      code: { vi: 'Mã phản ánh', en: 'Code of the report' },
      text: { vi: 'Nội dung', en: 'What it says' },
    },
    erasure: 'deleted',
    why: goesWithAccount,
  },
  {
    kind: 'inbox-marks',
    name: { vi: 'Thông báo đã đọc, đã lưu trữ', en: 'Notices that you read or put away' },
    purpose: { vi: 'Cho bạn thấy điều chưa đọc', en: 'To show you what you have not read' },
    kept: untilErased,
    places: ({ accounts }) => accounts.map((account) => ({ partition: marksPartition(account) })),
    attributes: { id: { vi: 'Thông báo', en: 'Notice' } },
    erasure: 'deleted',
    why: goesWithAccount,
  },
  {
    kind: 'deliveries',
    name: { vi: 'Tin đã gửi cho bạn ngoài ứng dụng', en: 'What was sent to you out of the app' },
    purpose: { vi: 'Gửi mỗi tin một lần, và tìm lỗi', en: 'To send each once, and to find faults' },
    kept: { vi: 'Khoảng ba tháng', en: 'About three months' },
    places: ({ accounts }) => accounts.map((account) => ({ partition: deliveriesPartition(account) })),
    attributes: {
      noticeId: { vi: 'Thông báo', en: 'Notice' },
      channel: { vi: 'Kênh', en: 'Channel' },
      state: { vi: 'Trạng thái', en: 'State' },
      message: { vi: 'Nội dung', en: 'What it says' },
      createdAt: { vi: 'Tạo lúc', en: 'Made at' },
    },
    erasure: 'deleted',
    why: goesWithAccount,
  },
  {
    kind: 'notice-preferences',
    name: { vi: 'Lựa chọn về thông báo', en: 'What you chose about notices' },
    purpose: { vi: 'Báo tin theo cách và vào lúc bạn muốn', en: 'To tell you how and when you want it' },
    kept: untilErased,
    places: ({ accounts }) => accounts.map((account) => exactly(preferencesKey(account))),
    attributes: { preferences: { vi: 'Lựa chọn', en: 'Choices' } },
    erasure: 'deleted',
    why: goesWithAccount,
  },
  {
    kind: 'push-subscriptions',
    name: { vi: 'Trình duyệt nhận thông báo đẩy', en: 'Browsers that get pushes' },
    purpose: { vi: 'Gửi thông báo đẩy', en: 'To send pushes' },
    kept: untilErased,
    places: ({ accounts }) => accounts.map((account) => beginning(accountKey(account).PK, pushPrefix)),
    attributes: {
      id,
      endpoint: { vi: 'Địa chỉ của trình duyệt', en: 'Address of the browser' },
      device: { vi: 'Thiết bị', en: 'Device' },
      createdAt: { vi: 'Đăng ký lúc', en: 'Subscribed at' },
    },
    erasure: 'deleted',
    why: goesWithAccount,
  },
  {
    kind: 'exports',
    name: { vi: 'Các bản sao dữ liệu bạn đã yêu cầu', en: 'Exports that you asked for' },
    purpose: { vi: 'Trao cho bạn dữ liệu của bạn', en: 'To hand you your data' },
    kept: {
      vi: 'Tệp bị xóa khi hết hạn ghi trong yêu cầu; lời yêu cầu tự xóa sau đó một tháng',
      en: 'The file is deleted when it expires; that you asked deletes itself a month later',
    },
    places: ({ accounts }) =>
      accounts.flatMap((account): Place[] => [
        { index: 'GSI1', partition: exportsPartition(account) },
        exactly(exportingKey(account)),
      ]),
    attributes: {
      id,
      state: { vi: 'Trạng thái', en: 'State' },
      askedAt: { vi: 'Yêu cầu lúc', en: 'Asked at' },
      readyAt: { vi: 'Có lúc', en: 'Ready at' },
      expiresAt: { vi: 'Hết hạn lúc', en: 'Expires at' },
    },
    erasure: 'deleted',
    why: goesWithAccount,
  },
  {
    kind: 'posts',
    name: { vi: 'Vị trí công tác của cán bộ', en: 'Posts of officials' },
    purpose: {
      vi: 'Biết ai được làm việc thay đơn vị nào',
      en: 'To know who may act for which unit',
    },
    kept: {
      vi: 'Lâu dài, là danh bạ công vụ của thành phố, do thành phố nhập',
      en: 'For good, as the city’s directory of its own officials, which the city writes',
    },
    places: ({ subjects, postsVersion }) =>
      postsVersion === null
        ? []
        : subjects.map((subject) => ({ partition: holderPartition(postsVersion, subject) })),
    attributes: {
      id,
      login: { vi: 'Tên đăng nhập', en: 'Login' },
      name: { vi: 'Họ tên', en: 'Name' },
      unit: { vi: 'Đơn vị', en: 'Unit' },
      role: { vi: 'Vai trò', en: 'Role' },
      from: { vi: 'Từ ngày', en: 'From' },
      to: { vi: 'Đến ngày', en: 'To' },
    },
    erasure: 'kept',
    why: {
      vi: 'Nhiệm vụ công không phải là dữ liệu của tài khoản; đơn vị chấm dứt nó trong danh bạ',
      en: 'A public office is no part of the account; its unit ends it in the directory',
    },
  },
  {
    kind: 'delegations',
    name: { vi: 'Ủy quyền khi vắng mặt', en: 'Delegations during absence' },
    purpose: {
      vi: 'Biết ai được làm thay ai, trong thời gian nào',
      en: 'To know who acted for whom, and when',
    },
    kept: { vi: 'Lâu dài, cùng danh bạ công vụ', en: 'For good, with the directory' },
    places: ({ subjects }) =>
      subjects.flatMap((subject): Place[] => [
        { partition: delegatePartition(subject) },
        { index: 'GSI1', partition: delegationsByHolder(subject) },
      ]),
    attributes: {
      id,
      'post.id': { vi: 'Vị trí', en: 'Post' },
      'post.unit': { vi: 'Đơn vị', en: 'Unit' },
      from: { vi: 'Từ ngày', en: 'From' },
      to: { vi: 'Đến ngày', en: 'To' },
      endedAt: { vi: 'Kết thúc lúc', en: 'Ended at' },
    },
    erasure: 'kept',
    why: {
      vi: 'Phải biết ai đã hành động thay đơn vị',
      en: 'Who acted for a unit has to be known',
    },
  },
  {
    kind: 'passing',
    name: {
      vi: 'Dấu vết kỹ thuật: khóa chống gửi trùng, bộ đếm giới hạn, nhật ký máy chủ',
      en: 'Technical traces: keys of requests, counts of limits, servers’ logs',
    },
    purpose: {
      vi: 'Không làm hai lần một yêu cầu, chống lạm dụng, tìm lỗi. Chỉ có mã ngẫu nhiên của tài khoản',
      en: 'To do nothing twice, to stop abuse, to find faults. They hold the account’s random number alone',
    },
    kept: { vi: 'Nhiều nhất 30 ngày', en: 'At most 30 days' },
    places: () => [],
    attributes: {},
    erasure: 'expires',
    why: { vi: 'Tự xóa', en: 'They delete themselves' },
  },
  {
    kind: 'backups',
    name: { vi: 'Bản sao lưu', en: 'Backups' },
    purpose: { vi: 'Khôi phục sau sự cố', en: 'To recover from a disaster' },
    kept: { vi: 'Nhiều nhất 35 ngày', en: 'At most 35 days' },
    places: () => [],
    attributes: {},
    erasure: 'expires',
    why: {
      vi: 'Bản sao lưu không sửa được; dữ liệu đã xóa biến mất khỏi đó trong 35 ngày',
      en: 'A backup cannot be edited; what was erased is gone from them after 35 days',
    },
  },
];
