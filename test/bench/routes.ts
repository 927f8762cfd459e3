import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { CountingProxy } from './counting-proxy.ts';

/** What one request of a route costs. */
export interface RouteFigures {
  route: string;
  note: string;
  status: number;
  calls: string;
  readUnits: number;
  writeUnits: number;
}

type Handler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

export interface Ask {
  route: string;
  note?: string;
  path: string;
  token: string | null;
  headers?: Record<string, string>;
  body?: unknown;
}

/** Calls handlers as the gateway does, and notes what each request made of AWS. */
export class Meter {
  readonly figures: RouteFigures[] = [];
  private readonly handlers: Record<string, Handler>;
  private readonly proxy: CountingProxy;

  constructor(handlers: Record<string, Handler>, proxy: CountingProxy) {
    this.handlers = handlers;
    this.proxy = proxy;
  }

  /** One request that is measured; the first of a function also reads what it then remembers, so warm it before. */
  async measure(feature: string, ask: Ask): Promise<APIGatewayProxyResult> {
    this.proxy.take();
    const answer = await this.send(feature, ask);
    const { calls, readUnits, writeUnits } = this.proxy.take();
    const grouped = [...new Set(calls)].map((call) => {
      const times = calls.filter((one) => one === call).length;
      return times === 1 ? call : `${times} × ${call}`;
    });
    this.figures.push({
      route: ask.route,
      note: ask.note ?? '',
      status: answer.statusCode,
      calls: grouped.join(', ') || 'none',
      readUnits,
      writeUnits,
    });
    return answer;
  }

  /** One request that is not measured. */
  async send(
    feature: string,
    { route, path, token, headers = {}, body }: Ask,
  ): Promise<APIGatewayProxyResult> {
    const handler = this.handlers[feature];
    if (handler === undefined) throw new Error(`no handler for ${feature}`);
    const [method = 'GET'] = route.split(' ');
    const url = new URL(path, 'http://bench');
    const query = Object.fromEntries(url.searchParams);
    const event = {
      httpMethod: method,
      path: `/v1${url.pathname}`,
      headers: {
        ...headers,
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      queryStringParameters: query,
      multiValueQueryStringParameters: {},
      pathParameters: null,
      body: body === undefined ? null : JSON.stringify(body),
      isBase64Encoded: false,
      requestContext: { identity: { sourceIp: '127.0.0.1' } },
    } as unknown as APIGatewayProxyEvent;
    return handler(event, { awsRequestId: 'bench' } as Context);
  }
}
