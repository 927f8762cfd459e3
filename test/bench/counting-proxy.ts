import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod';

/** What one request of the API made of AWS. */
export interface Count {
  calls: string[];
  readUnits: number;
  writeUnits: number;
}

const Capacity = z.object({
  ReadCapacityUnits: z.number().optional(),
  WriteCapacityUnits: z.number().optional(),
  CapacityUnits: z.number().optional(),
});
const Answer = z.object({ ConsumedCapacity: z.union([Capacity, z.array(Capacity)]).optional() });

/** A request body with the question what it consumes. */
function asking(body: Buffer): Buffer {
  const parsed = z.record(z.string(), z.unknown()).parse(JSON.parse(body.toString('utf8')));
  return Buffer.from(JSON.stringify({ ...parsed, ReturnConsumedCapacity: 'TOTAL' }));
}

const writes = /^(TransactWriteItems|PutItem|UpdateItem|DeleteItem|BatchWriteItem)$/;

/**
 * Stands between a function and the emulator, counts the calls, and lets DynamoDB say what each consumed. The code
 * that is measured is the code that runs.
 */
export class CountingProxy {
  private count: Count = { calls: [], readUnits: 0, writeUnits: 0 };
  private server: Server | undefined;
  readonly target: string;

  constructor(target: string) {
    this.target = target;
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
    const operation = String(headers['x-amz-target'] ?? '')
      .split('.')
      .at(-1);
    const isTable = String(headers['x-amz-target'] ?? '').startsWith('DynamoDB_');
    this.count.calls.push(operation || `${method} ${new URL(url, this.target).pathname.split('/')[1] ?? ''}`);
    const hop = new Set(['host', 'content-length', 'connection', 'expect', 'transfer-encoding']);
    const rest = Object.fromEntries(Object.entries(headers).filter(([name]) => !hop.has(name)));
    const answer = await fetch(new URL(url, this.target), {
      method,
      headers: rest as Record<string, string>,
      ...(method !== 'GET' && method !== 'HEAD' && { body: new Uint8Array(isTable ? asking(body) : body) }),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (isTable && answer.ok) this.add(operation ?? '', Answer.parse(JSON.parse(bytes.toString('utf8'))));
    const kept = [...answer.headers].filter(
      ([name]) => !/^(content-encoding|content-length|transfer-encoding)$/.test(name),
    );
    return { status: answer.status, headers: Object.fromEntries(kept), body: bytes };
  }

  private add(operation: string, { ConsumedCapacity = [] }: z.infer<typeof Answer>): void {
    for (const one of [ConsumedCapacity].flat()) {
      const units = one.CapacityUnits ?? 0;
      this.count.writeUnits += one.WriteCapacityUnits ?? (writes.test(operation) ? units : 0);
      this.count.readUnits += one.ReadCapacityUnits ?? (writes.test(operation) ? 0 : units);
    }
  }
}
