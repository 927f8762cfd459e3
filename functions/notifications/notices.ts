import type { PhotoRefused } from '../../events/photo.ts';
import type { ReportEvent, ReportEventType } from '../../events/report.ts';
import type { Text } from '../../shared/errors.ts';
import { dayInWords, timeInWords } from './day.ts';
import type { NoticeAudience, NoticeEvent, NoticeRow } from './routing-table.ts';
import { fillBoth, type Values } from './template.ts';

/** Whose inbox: a person's, or one that all officials or the leaders of a unit read. */
export type Address = `ACCOUNT#${string}` | `OFFICE#${string}` | `LEADERS#${string}`;
export const account = (id: string): Address => `ACCOUNT#${id}`;
export const office = (unit: string): Address => `OFFICE#${unit}`;
export const leaders = (unit: string): Address => `LEADERS#${unit}`;

/** One thing to tell one address, in words of both languages: it stays what was said, whatever the table says later. */
export interface Notice {
  address: Address;
  /** Together with the address, what makes a notice one: the event's id, or what a digest is of. */
  id: string;
  at: string;
  kind: NoticeEvent;
  text: Text;
  /** Null where it is about no single report. */
  reportId: string | null;
  code: string | null;
}

/** A notice, and the row that says how it goes out of the app. */
export interface Telling {
  notice: Notice;
  row: NoticeRow;
  values: Values;
}

/** Where people and units stand, as far as it decides who is told. */
export interface Standing {
  /** Of the unit above; null at the root. */
  supervisorOf: (unit: string) => string | null;
  monitoringUnit: string;
  /** The unit at the root; null before units were imported. */
  root: string | null;
  /** Accounts that follow the report. */
  followers: readonly string[];
}

/** What an office has failed to do when somebody above it hears of a report. */
export const missedInWords: Record<'acceptance' | 'resolution', Text> = {
  acceptance: { vi: 'chưa được tiếp nhận đúng hạn', en: 'was not accepted in time' },
  resolution: { vi: 'chưa được giải quyết đúng hạn', en: 'was not solved in time' },
};

/**
 * Who is told of a report's change, by the rows of the table. Whatever these say, a person is not told of an entry
 * that they may not read, nor of what they did themselves unless the row wants it, and an office not of what its own
 * people did. An address is told once, by the first row that reaches it.
 */
export function tellingsOf(
  rows: readonly NoticeRow[],
  type: ReportEventType,
  event: ReportEvent,
  standing: Standing,
): Telling[] {
  const { data, at, id, aggregate } = event;
  const values: Values = {
    code: data.code,
    unit: data.unitName,
    day: dayInWords(at),
    ...(data.dueAt !== undefined && { due: timeInWords(data.dueAt) }),
    ...(data.mergedInto !== undefined && { other: data.mergedInto }),
    ...(data.missed !== undefined && { missed: missedInWords[data.missed] }),
  };
  const told = new Set<Address>();
  return rows
    .filter((row) => row.event === type && holdsAt(row, data.level) && holdsFor(row, data))
    .flatMap((row) =>
      addressesOf(row, event, standing).flatMap((address): Telling[] => {
        if (told.has(address)) return [];
        told.add(address);
        const about = { reportId: aggregate.id, code: data.code };
        return [
          {
            notice: { address, id, at, kind: type, text: fillBoth(row.texts, values), ...about },
            row,
            values,
          },
        ];
      }),
    );
}

const holdsAt = ({ levels }: NoticeRow, level: number | undefined) =>
  levels === undefined || levels.includes(level ?? 1);

const holdsFor = ({ urgencies, mayBeUrgent }: NoticeRow, data: ReportEvent['data']) =>
  (urgencies === undefined || urgencies.includes(data.urgency)) &&
  (mayBeUrgent === undefined || data.mayBeUrgent === true);

function addressesOf({ audience, own }: NoticeRow, event: ReportEvent, standing: Standing): Address[] {
  const { data, actor } = event;
  const readable = data.audience !== 'office';
  const people = (accounts: readonly string[]) =>
    accounts.filter((one) => own === true || one !== actor.accountId).map(account);
  // What an office did itself, its people know; what it got from others, or what time did, they do not.
  const byPeopleOf = (unit: string) => actor.unit === unit && actor.accountId !== null;
  const units = (codes: readonly (string | null)[], make: (unit: string) => Address) =>
    codes.flatMap((code) => (code === null || (own !== true && byPeopleOf(code)) ? [] : [make(code)]));
  const { unit, assignee } = data;
  const byAudience: Record<NoticeAudience, () => Address[]> = {
    reporter: () => (readable ? people([data.reporterId]) : []),
    follower: () =>
      data.audience === 'public' ? people(standing.followers.filter((one) => one !== data.reporterId)) : [],
    handler: () => (assignee === null ? units([unit], office) : people([assignee])),
    office: () => units([unit], office),
    leader: () => units([unit], leaders),
    supervisor: () => units([standing.supervisorOf(unit)], leaders),
    monitoring: () => units([standing.monitoringUnit], office),
    'city-leadership': () => units([standing.root], leaders),
    consulted: () => units(data.consulted ?? [], office),
    recipient: () => [],
  };
  return byAudience[audience]();
}

/** Whoever sent a picture that was refused after all learns it. */
export function tellingsOfRefusedPhoto(rows: readonly NoticeRow[], event: PhotoRefused): Telling[] {
  const values = { day: dayInWords(event.at) };
  return rows
    .filter((row) => row.event === 'photo.refused')
    .map((row) => ({
      notice: {
        address: account(event.data.ownerId),
        id: event.id,
        at: event.at,
        kind: 'photo.refused',
        text: fillBoth(row.texts, values),
        reportId: event.data.reportId,
        code: null,
      },
      row,
      values,
    }));
}
