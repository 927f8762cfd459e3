import { createServer, type IncomingMessage } from 'node:http';
import { freePort } from './ports.ts';
import type { Run } from './run.ts';

/**
 * Stands in for Zalo's notification service: takes every message, keeps it and shows all of them on GET. Gives the
 * address to send to. Template 0 is refused, as one that the provider does not know.
 */
export async function startZaloStub(run: Run): Promise<string> {
  const port = await freePort();
  const kept: unknown[] = [];
  const server = createServer((request, response) => {
    answer(request, kept).then(
      (body) => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(body));
      },
      () => {
        response.statusCode = 400;
        response.end();
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  run.atEnd(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${port}/message/template`;
}

async function answer(request: IncomingMessage, kept: unknown[]): Promise<unknown> {
  if (request.method === 'GET') return { messages: kept };
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const message: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  if (request.headers.access_token === undefined) return { error: -124, message: 'Invalid access token' };
  if (JSON.stringify(message).includes('"template_id":"0"'))
    return { error: -109, message: 'Template not found' };
  kept.push(message);
  return { error: 0, message: 'Success', data: { msg_id: String(kept.length) } };
}
