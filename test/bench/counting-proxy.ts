import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { nothing, Prices, type Units } from './prices.ts';

/** What one request of the API made of AWS. */
export interface Count {
  calls: string[];
  readUnits: number;
  writeUnits: number;
}

/**
 * Stands between a function and the emulator and counts the calls and what they cost. The code that is measured is
 * the code that runs.
 */
export class CountingProxy {
  private count: Count = { calls: [], readUnits: 0, writeUnits: 0 };
  private server: Server | undefined;
  readonly target: string;

  private readonly prices: Prices;

  constructor(target: string) {
    this.target = target;
    this.prices = new Prices(target);
  }

  /** Starts it on a free port; gives its address. */
  async start(): Promise<string> {
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        void this.forward(
          request.method ?? 'GET',
          request.url ?? '/',
          request.headers,
          Buffer.concat(parts),
        ).then(
          ({ status, headers, body }) => response.writeHead(status, headers).end(body),
          (error: unknown) => response.writeHead(502).end(String(error)),
        );
      });
    });
    this.server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  stop(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }

  /** What was counted since the last time. */
  take(): Count {
    const taken = this.count;
    this.count = { calls: [], readUnits: 0, writeUnits: 0 };
    return taken;
  }

  private async forward(
    method: string,
    url: string,
    headers: Record<string, string | string[] | undefined>,
    body: Buffer,
  ): Promise<{ status: number; headers: Record<string, string>; body: Buffer }> {
    const operation =
      String(headers['x-amz-target'] ?? '')
        .split('.')
        .at(-1) ?? '';
    const isTable = String(headers['x-amz-target'] ?? '').startsWith('DynamoDB_');
    this.count.calls.push(operation || `${method} ${new URL(url, this.target).pathname.split('/')[1] ?? ''}`);
    const hop = new Set(['host', 'content-length', 'connection', 'expect', 'transfer-encoding']);
    const rest = Object.fromEntries(Object.entries(headers).filter(([name]) => !hop.has(name)));
    const cost = isTable ? await this.prices.of(operation, body, rest) : () => Promise.resolve(nothing);
    const answer = await fetch(new URL(url, this.target), {
      method,
      headers: rest as Record<string, string>,
      ...(method !== 'GET' && method !== 'HEAD' && { body: new Uint8Array(body) }),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (isTable && answer.ok) this.add(await cost(bytes));
    const kept = [...answer.headers].filter(
      ([name]) => !/^(content-encoding|content-length|transfer-encoding)$/.test(name),
    );
    return { status: answer.status, headers: Object.fromEntries(kept), body: bytes };
  }

  private add({ readUnits, writeUnits }: Units): void {
    this.count.readUnits += readUnits;
    this.count.writeUnits += writeUnits;
  }
}
