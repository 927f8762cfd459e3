import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DeliveryStore } from '../../../functions/notifications/delivery-store.ts';
import type { Delivery } from '../../../functions/notifications/delivery.ts';
import { PreferenceStore } from '../../../functions/notifications/preference-store.ts';
import { preferencesKey, pushPrefix } from '../../../shared/inbox-record.ts';
import { newId } from '../../../shared/identifiers.ts';
import { openTable } from '../../../shared/table/table.ts';
import { eventually, output } from '../../city-under-test.ts';
import { pushBrowser } from '../../push-browser.ts';
import { newPerson, put } from './people.ts';

const table = openTable(output('TableName'));
const deliveries = new DeliveryStore(table, 1);
const queues = new SQSClient({ useQueueUrlAsEndpoint: false });

/** A push service: it takes what comes for /here, and knows no other browser. */
const got: Buffer[] = [];
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    response.statusCode = request.url === '/here' ? 201 : 410;
    if (request.url === '/here') got.push(Buffer.concat(chunks));
    response.end();
  });
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

test('a push says that there is something new and which notice, and a browser that is gone is forgotten', async () => {
  const person = await newPerson(table);
  const browser = pushBrowser();
  const key = preferencesKey(person.id);
  for (const id of ['here', 'gone']) {
    const subscription = { id, endpoint: `${url}/${id}`, keys: browser.keys, createdAt: person.createdAt };
    await put(table, { PK: key.PK, SK: `${pushPrefix}${id}`, ...subscription });
  }
  const delivery: Delivery = {
    accountId: person.id,
    noticeId: newId(new Date()),
    kind: 'progress',
    urgent: false,
    message: { push: { text: 'Bạn có thông báo mới từ thành phố.' } },
    channel: 'push',
    rest: [],
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
  expect(got.map((body) => browser.read(body))).toEqual([
    { notice: noticeId, text: 'Bạn có thông báo mới từ thành phố.' },
  ]);
  const left = await new PreferenceStore(table).subscriptions(accountId);
  expect(left.map(({ id }) => id)).toEqual(['here']);
});
