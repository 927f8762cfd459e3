import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { DeliveryStore } from '../../../functions/notifications/delivery-store.ts';
import type { Delivery } from '../../../functions/notifications/delivery.ts';
import { newId } from '../../../shared/identifiers.ts';
import { openTable } from '../../../shared/table/table.ts';
import { eventually, output } from '../../city-under-test.ts';
import { messagesTo } from '../../mailbox.ts';
import { newPerson } from './people.ts';

const table = openTable(output('TableName'));
const deliveries = new DeliveryStore(table, 1);
const queues = new SQSClient({ useQueueUrlAsEndpoint: false });
const Kept = z.object({ messages: z.array(z.object({ tracking_id: z.string() }).loose()) });

/** What the stand-in for Zalo has got about a notice. */
async function zaloMessages(noticeId: string) {
  const name = 'city-local-notifications-on-delivery';
  const { Environment } = await new LambdaClient({}).send(
    new GetFunctionConfigurationCommand({ FunctionName: name }),
  );
  const response = await fetch(Environment?.Variables?.ZALO_ENDPOINT ?? '');
  return Kept.parse(await response.json()).messages.filter((one) => one.tracking_id === noticeId);
}

/** Something for a person with a verified number and a verified e-mail address. */
async function send(templateId: string): Promise<{ delivery: Delivery; email: string }> {
  const verifiedAt = '2026-11-01T00:00:00.000Z';
  const email = `${newId(new Date())}@example.org`;
  const person = await newPerson(table, {
    contacts: [
      { channel: 'phone', address: '+84912345678', verifiedAt },
      { channel: 'email', address: email, verifiedAt },
    ],
  });
  const delivery: Delivery = {
    accountId: person.id,
    noticeId: newId(new Date()),
    kind: 'progress',
    urgent: false,
    message: {
      zalo: { templateId, data: { ma: 'KHMTRWQA' } },
      email: { subject: 'Phản ánh KHMTRWQA', text: 'Xong.' },
    },
    channel: 'zalo',
    rest: ['email'],
    state: 'queued',
    attempts: 0,
    tried: [],
    dueAt: '2026-01-01T00:00:00.000Z',
    createdAt: new Date().toISOString(),
  };
  await deliveries.create(delivery);
  const { accountId, noticeId } = delivery;
  await queues.send(
    new SendMessageCommand({
      QueueUrl: output('DeliveriesQueueUrl'),
      MessageBody: JSON.stringify({ accountId, noticeId }),
    }),
  );
  await eventually('it is sent', async () => (await deliveries.find(delivery))?.state === 'sent');
  return { delivery, email };
}

test('a verified number gets the approved template with its data', async () => {
  const { delivery, email } = await send('1234');
  expect(await zaloMessages(delivery.noticeId)).toEqual([
    {
      phone: '84912345678',
      template_id: '1234',
      template_data: { ma: 'KHMTRWQA' },
      tracking_id: delivery.noticeId,
    },
  ]);
  expect(await messagesTo(email)).toEqual([]);
});

test('a template that Zalo does not know goes by e-mail instead', async () => {
  const { delivery, email } = await send('0');
  expect(await zaloMessages(delivery.noticeId)).toEqual([]);
  expect(await messagesTo(email)).toHaveLength(1);
  expect((await deliveries.find(delivery))?.tried.map(({ channel, state }) => `${channel} ${state}`)).toEqual(
    ['zalo failed', 'email sent'],
  );
});
