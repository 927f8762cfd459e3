import { replaceDocument } from '../../shared/city/document-store.ts';
import { readDocument } from '../../shared/city/documents.ts';
import type { Clock } from '../../shared/clock.ts';
import { DomainError, errors, type FieldError } from '../../shared/errors.ts';
import { versionOf } from '../../shared/http/etag.ts';
import type { Handlers } from '../../shared/http/route.ts';
import type { Table } from '../../shared/table/table.ts';
import { messageOf, sampleValues } from './message.ts';
import type { routes } from './routes.ts';
import { NoticesDocument, rowErrors, tableErrors } from './routing-table.ts';
import { noticeTableReader } from './table-reader.ts';
import { fillBoth } from './template.ts';

type TableRoutes = Pick<typeof routes, 'getNotices' | 'putNotices' | 'previewNotice'>;

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

function refuse(found: readonly FieldError[]): void {
  if (found.length > 0) throw new DomainError(errors.invalid, found);
}

/** The routing table, as an admin reads, tries and replaces it. What is wrong is named, and the old one stays. */
export function tableHandlers(table: Table, clock: Clock): Handlers<TableRoutes> {
  return {
    async getNotices() {
      const { version, changedAt, body } = await noticeTableReader(table)();
      return { status: 200, version, body: { version, changedAt, body } };
    },

    async putNotices({ body, headers }) {
      refuse(tableErrors(body));
      const current = await readDocument(table, 'notices', NoticesDocument);
      const ifMatch = headers['if-match'];
      if (ifMatch !== undefined && versionOf(ifMatch) !== (current?.version ?? 0)) {
        throw new DomainError(errors.changedMeanwhile);
      }
      if (current !== null && same(current.body, body)) {
        const { version, changedAt } = current;
        return { status: 200, version, body: { version, changedAt, changed: false } };
      }
      const now = clock.now();
      const version = await replaceDocument(table, 'notices', current, body, now);
      return { status: 200, version, body: { version, changedAt: now.toISOString(), changed: true } };
    },

    previewNotice({ body: { row } }) {
      refuse(rowErrors(row, 'row'));
      const values = sampleValues(row.event);
      const [vi, en] = [messageOf(row, values, 'vi'), messageOf(row, values, 'en')];
      return Promise.resolve({
        status: 200,
        body: {
          inbox: fillBoth(row.texts, values),
          push: vi.push && en.push ? { vi: vi.push.text, en: en.push.text } : null,
          zalo:
            vi.zalo && en.zalo
              ? { templateId: vi.zalo.templateId, data: { vi: vi.zalo.data, en: en.zalo.data } }
              : null,
          email:
            vi.email && en.email
              ? {
                  subject: { vi: vi.email.subject, en: en.email.subject },
                  text: { vi: vi.email.text, en: en.email.text },
                }
              : null,
        },
      });
    },
  };
}
