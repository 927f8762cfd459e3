import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import webPush from 'web-push';
import { outcomeOfFailure, together } from '../../../functions/notifications/channels/outcome.ts';
import { pushChannel } from '../../../functions/notifications/channels/push-client.ts';
import { isPushEndpoint } from '../../../functions/notifications/channels/push.ts';
import { zaloChannel } from '../../../functions/notifications/channels/zalo-client.ts';
import { pushBrowser } from '../../push-browser.ts';
import { queued } from './samples.ts';

let server: Server | undefined;
afterEach(() => server?.close());

/** A service that answers as told and keeps what it got. */
async function service(status: number, body: unknown = {}) {
  const got: { headers: Record<string, unknown>; body: Buffer }[] = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      got.push({ headers: request.headers, body: Buffer.concat(chunks) });
      if (status === 0) {
        request.socket.destroy();
        return;
      }
      response.statusCode = status;
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`, got };
}

const to = { accountId: 'a', email: null, phone: '+84912345678', subscriptions: [] };

describe('Zalo', () => {
  const send = async (status: number, body?: unknown) => {
    const { url, got } = await service(status, body);
    const channel = zaloChannel({ endpoint: url, token: () => Promise.resolve('token') });
    return { outcome: await channel.send(to, queued.message, queued.noticeId), got };
  };
  test('gets the approved template, its data and the notice’s id', async () => {
    const { outcome, got } = await send(200, { error: 0 });
    expect(outcome.state).toBe('sent');
    expect(JSON.parse(got[0]!.body.toString())).toEqual({
      phone: '84912345678',
      template_id: '1234',
      template_data: { code: 'KHMTRWQA' },
      tracking_id: queued.noticeId,
    });
  });
  test.each([
    [200, { error: -118 }, 'final'],
    [200, { error: -144 }, 'passing'],
    [200, 'nonsense', 'unknown'],
    [503, {}, 'passing'],
    [502, {}, 'unknown'],
    [403, {}, 'final'],
    [0, {}, 'unknown'],
  ])('%s %o means %s', async (status, body, state) => {
    expect((await send(status, body)).outcome.state).toBe(state);
  });
  test('one that nobody answers at was certainly not sent', async () => {
    const { url } = await service(200);
    await new Promise((resolve) => server?.close(resolve));
    const channel = zaloChannel({ endpoint: url, token: () => Promise.resolve('t') });
    expect((await channel.send(to, queued.message, 'id')).state).toBe('passing');
  });
});

describe('web push', () => {
  const vapid = webPush.generateVAPIDKeys();
  const browser = pushBrowser();
  async function push(status: number, hosts = ['127.0.0.1']) {
    const { url, got } = await service(status);
    const forgotten: string[] = [];
    const channel = pushChannel({
      keys: () => Promise.resolve(vapid),
      subject: 'mailto:city@example.org',
      hosts,
      forget: (_, id) => Promise.resolve(void forgotten.push(id)),
    });
    const outcome = await channel.send(
      { ...to, subscriptions: [{ id: 'one', endpoint: url, keys: browser.keys }] },
      queued.message,
      'N',
    );
    return { outcome, got, forgotten };
  }
  test('goes out encrypted, signed with the city’s key, and says which notice and no more', async () => {
    const { outcome, got } = await push(201);
    expect(outcome.state).toBe('sent');
    expect(String(got[0]?.headers.authorization)).toMatch(/^vapid t=/);
    expect(got[0]?.headers['content-encoding']).toBe('aes128gcm');
    expect(browser.read(got[0]!.body)).toEqual({ notice: 'N', text: queued.message.push?.text });
  });
  test('a browser that is gone is forgotten', async () => {
    const { outcome, forgotten } = await push(410);
    expect([outcome.state, forgotten]).toEqual(['final', ['one']]);
  });
  test('nothing but push services is ever called', async () => {
    const { outcome, got } = await push(201, ['fcm.googleapis.com']);
    expect([outcome.state, got]).toEqual(['final', []]);
  });
  test.each([
    ['https://fcm.googleapis.com/fcm/send/x', true],
    ['https://wns2.notify.windows.com/w/?token=x', true],
    ['http://fcm.googleapis.com/x', false],
    ['https://fcm.googleapis.com.evil.example/x', false],
    ['https://evil.example/fcm.googleapis.com', false],
    ['https://user@fcm.googleapis.com/', false],
    ['https://fcm.googleapis.com:8080/', false],
    ['https://169.254.169.254/latest', false],
    ['nonsense', false],
  ])('%s', (endpoint, known) => {
    expect(isPushEndpoint(endpoint, ['fcm.googleapis.com', '*.notify.windows.com'])).toBe(known);
  });
});

test('a time-out may have been sent, and one browser that got it is enough', () => {
  expect(outcomeOfFailure(new DOMException('late', 'TimeoutError')).state).toBe('unknown');
  const [sent, final, unknown] = [
    { state: 'sent', reason: null },
    { state: 'final', reason: 'x' },
    { state: 'unknown', reason: 'x' },
  ] as const;
  expect(together([final, sent, unknown]).state).toBe('sent');
  expect(together([final, unknown]).state).toBe('unknown');
  expect(together([]).state).toBe('final');
});
