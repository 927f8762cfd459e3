import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { type ReportEvent, sampleReportEvent } from '../../../events/report.ts';
import { deliverer } from '../../../functions/notifications/deliver.ts';
import { DeliveryStore } from '../../../functions/notifications/delivery-store.ts';
import type { Delivery } from '../../../functions/notifications/delivery.ts';
import { PreferenceStore } from '../../../functions/notifications/preference-store.ts';
import { noticeTableReader } from '../../../functions/notifications/table-reader.ts';
import { readPerson } from '../../../shared/account-store.ts';
import { cityClock } from '../../../shared/clock.ts';
import { newId } from '../../../shared/identifiers.ts';
import { openTable } from '../../../shared/table/table.ts';
import { eventually, output } from '../../city-under-test.ts';
import { messagesTo } from '../../mailbox.ts';
import { invoke } from '../invoke.ts';
import { newPerson } from './people.ts';

const table = openTable(output('TableName'));
const deliveries = new DeliveryStore(table, 1);
const bus = new EventBridgeClient({});
const queues = new SQSClient({ useQueueUrlAsEndpoint: false });

const publish = (type: string, events: ReportEvent[]) =>
  bus.send(
    new PutEventsCommand({
      Entries: events.map((detail) => ({
        EventBusName: output('BusName'),
        Source: 'city.reports',
        DetailType: type,
        Detail: JSON.stringify(detail),
      })),
    }),
  );

const ask = (delivery: Pick<Delivery, 'accountId' | 'noticeId'>) =>
  queues.send(
    new SendMessageCommand({
      QueueUrl: output('DeliveriesQueueUrl'),
      MessageBody: JSON.stringify({ accountId: delivery.accountId, noticeId: delivery.noticeId }),
    }),
  );

const resolved = (reporterId: string): ReportEvent => ({
  ...sampleReportEvent,
  id: newId(new Date()),
  data: { ...sampleReportEvent.data, status: 'resolved', reporterId },
});

const waiting = (accountId: string): Delivery => ({
  accountId,
  noticeId: newId(new Date()),
  kind: 'progress',
  urgent: false,
  message: { email: { subject: 'Phản ánh KHMTRWQA', text: 'Phản ánh KHMTRWQA đã xong.' } },
  channel: 'email',
  rest: [],
  state: 'queued',
  attempts: 0,
  tried: [],
  dueAt: '2026-01-01T00:00:00.000Z',
  createdAt: new Date().toISOString(),
});

const stateOf = async (delivery: Delivery) => (await deliveries.find(delivery))?.state;

test('an event that comes twice is mailed once, to those who agreed', async () => {
  const person = await newPerson(table);
  const other = await newPerson(table, { consents: {} });
  const [event, unheard] = [resolved(person.id), resolved(other.id)];
  await publish('report.resolved', [unheard, event]);
  await publish('report.resolved', [event]);
  await eventually('it is sent', async () => {
    const found = await deliveries.find({ accountId: person.id, noticeId: event.id });
    return found?.state === 'sent';
  });
  // One more that is heard after both: by then the second one has been heard too.
  const last = resolved(person.id);
  await publish('report.resolved', [last]);
  await eventually(
    'the last one is sent',
    async () => (await messagesTo(person.contacts[0]!.address)).length >= 2,
  );
  const mails = await messagesTo(person.contacts[0]!.address);
  expect(mails).toHaveLength(2);
  expect(mails[0]).toContain('KHMTRWQA');
  expect(await deliveries.find({ accountId: other.id, noticeId: unheard.id })).toBeNull();
});

test('one whose sender died between claim and result is unknown, and nobody sends it again', async () => {
  const person = await newPerson(table);
  const dead = waiting(person.id);
  await deliveries.create(dead);
  const claimed: Delivery = {
    ...dead,
    state: 'claimed',
    claim: 'x',
    claimedUntil: '2026-01-01T00:00:00.000Z',
  };
  expect(await deliveries.change(dead, claimed)).toBe(true);
  await ask(dead);
  await eventually('it is unknown', async () => (await stateOf(dead)) === 'unknown');
  await ask(dead);
  const later = waiting(person.id);
  await deliveries.create(later);
  await ask(later);
  await eventually('a later one is sent', async () => (await stateOf(later)) === 'sent');
  expect(await messagesTo(person.contacts[0]!.address)).toHaveLength(1);
  expect(await stateOf(dead)).toBe('unknown');
});

test('one whose message was lost is found by the sweep', async () => {
  const lost = waiting((await newPerson(table)).id);
  await deliveries.create(lost);
  await invoke('notifications-on-delivery-sweep');
  await eventually('it is sent', async () => (await stateOf(lost)) === 'sent');
});

/** A deliverer as a function has it, with a channel that takes its time and counts. */
function slowDeliverer(perHour = 100) {
  const sends: string[] = [];
  const send = async (_: unknown, __: unknown, noticeId: string) => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    sends.push(noticeId);
    return { state: 'sent', reason: null } as const;
  };
  const deliver = deliverer({
    deliveries,
    preferences: new PreferenceStore(table),
    person: (accountId) => readPerson(table, accountId),
    channels: { push: { send }, zalo: { send }, email: { send } },
    hasZalo: false,
    table: noticeTableReader(table),
    request: () => Promise.resolve(),
    perHour,
    quietHours: null,
    clock: cityClock({ scale: 1, origin: '2026-01-01T00:00:00Z' }, () => Date.parse('2026-11-23T03:10:00Z')),
    machine: Date.now,
  });
  return { deliver, sends };
}

test('of workers that get the same one at the same time, one sends', async () => {
  const delivery = waiting((await newPerson(table)).id);
  await deliveries.create(delivery);
  const { deliver, sends } = slowDeliverer();
  await Promise.allSettled(Array.from({ length: 6 }, () => deliver(delivery)));
  expect(sends).toEqual([delivery.noticeId]);
  expect(await stateOf(delivery)).toBe('sent');
});

test('of many at the same time as many go as an hour has places, the others are counted in one', async () => {
  const person = await newPerson(table);
  const all = Array.from({ length: 8 }, () => waiting(person.id));
  await Promise.all(all.map((one) => deliveries.create(one)));
  const { deliver, sends } = slowDeliverer(3);
  for (let turn = 0; turn < 10; turn += 1) await Promise.allSettled(all.map((one) => deliver(one)));
  expect(sends).toHaveLength(3);
  const states = await Promise.all(all.map(stateOf));
  expect(states.filter((state) => state === 'summed-up')).toHaveLength(5);
  const summary = await deliveries.find({ accountId: person.id, noticeId: 'SUMMARY#2026-11-23T03' });
  expect(summary).toMatchObject({ count: 5, state: 'queued', dueAt: '2026-11-23T04:00:00.000Z' });
});

test('who sent a push learns that it came, and no other channel is called delivered', async () => {
  const accountId = (await newPerson(table)).id;
  const [push, mail] = [{ ...waiting(accountId), channel: 'push' as const }, waiting(accountId)];
  for (const one of [push, mail]) {
    await deliveries.create(one);
    await deliveries.change(one, { ...one, state: 'sent' });
    await deliveries.arrived(accountId, one.noticeId);
  }
  expect([await stateOf(push), await stateOf(mail)]).toEqual(['delivered', 'sent']);
});
