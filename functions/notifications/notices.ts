import type { PhotoRefused } from '../../events/photo.ts';
import type { ReportEvent, ReportEventType } from '../../events/report.ts';

/** Whose inbox: a person's, or one that all officials or the leaders of a unit read. */
export type Address = `ACCOUNT#${string}` | `OFFICE#${string}` | `LEADERS#${string}`;
export const account = (id: string): Address => `ACCOUNT#${id}`;
export const office = (unit: string): Address => `OFFICE#${unit}`;
export const leaders = (unit: string): Address => `LEADERS#${unit}`;

/** One thing to tell one address; its text is made when it is read, in the reader's language. */
export interface Notice {
  address: Address;
  /** Together with the address, what makes a notice one: the event's id. */
  id: string;
  at: string;
  kind: ReportEventType | 'photo.refused';
  reportId: string;
  code: string | null;
  unit: { code: string; name: { vi: string; en: string } } | null;
}

/** Changes of which an office is told, and who in it. */
const officeHears: Partial<Record<ReportEventType, (unit: string) => Address>> = {
  'report.submitted': office,
  'report.categorised': office,
  'report.assigned': office,
  'report.returned': office,
  'report.reopened': office,
  'report.answered': office,
  'report.withdrawn': office,
  'report.rated': office,
  'report.commented': office,
  'report.reminded': office,
  'report.overdue': leaders,
  'report.escalated': leaders,
};

/**
 * Who is told of a report's change: its reporter of everything that reporters may read and others did (and that it
 * was received), the office that has it of what it must act on, the leaders of what nobody acted on.
 */
export function noticesOf(type: ReportEventType, event: ReportEvent): Notice[] {
  const { data, actor } = event;
  const addresses: Address[] = [];
  const own = actor.accountId === data.reporterId;
  if (data.audience !== 'office' && (!own || type === 'report.submitted'))
    addresses.push(account(data.reporterId));
  const hears = officeHears[type];
  // What an office did itself, its people know; what it got from others, or what time did, they do not.
  const byThemselves = actor.unit === data.unit && actor.accountId !== null;
  if (hears && !byThemselves) addresses.push(hears(data.unit));
  return addresses.map((address) => ({
    address,
    id: event.id,
    at: event.at,
    kind: type,
    reportId: event.aggregate.id,
    code: data.code,
    unit: { code: data.unit, name: data.unitName },
  }));
}

/** Whoever sent a picture that was refused after all learns it. */
export function noticesOfRefusedPhoto(event: PhotoRefused): Notice[] {
  return [
    {
      address: account(event.data.ownerId),
      id: event.id,
      at: event.at,
      kind: 'photo.refused',
      reportId: event.data.reportId,
      code: null,
      unit: null,
    },
  ];
}
