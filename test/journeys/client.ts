import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import type * as z from 'zod';
import type { NoticeView } from '../../functions/notifications/routes.ts';
import type { EntryView } from '../../functions/reports/entry-view.ts';
import type { ReportView } from '../../functions/reports/view.ts';
import { signIn } from '../../local/sign-in.ts';
import { city, eventually } from '../city-under-test.ts';

type Item = Extract<z.output<typeof ReportView>, { audience: 'monitor' }> &
  Omit<z.output<typeof EntryView>, 'status' | 'publicStatus' | 'unit'> &
  z.output<typeof NoticeView>;

/** What there is of people, sign-ins and machines. */
interface Account {
  verified: boolean;
  identityLast: string | null;
  posts: { id: string }[];
  contacts: { channel: string; address: string }[];
  signIn: string;
  device: string | null;
  isThis: boolean;
  account: string;
  ended: number;
  address: string;
  lastUsedAt: string | null;
}

/** What the fields of any answer are, if they are there: tests say which they expect. */
export type Body = Item &
  Account & {
    items: (Item & Account)[];
    client: { id: string; keys: { id: string }[] };
    key: string;
    nextCursor: string | null;
    photoId: string;
    upload: { url: string; fields: Record<string, string> };
    state: string;
    reason: string | null;
    title: string;
    errors: { field: string; message: string }[];
  };

/** What the API answered. */
export interface Reply {
  status: number;
  headers: Headers;
  body: Body;
}

export interface Ask {
  body?: unknown;
  rawBody?: string;
  headers?: Record<string, string>;
}

/** Somebody who calls the API: signed in as a person of people.ts by the login page, by a token or key, or nobody. */
export class Client {
  readonly person: string | null;
  private token: Promise<string> | undefined;

  constructor(person: string | null, token?: string) {
    this.person = person;
    if (token !== undefined) this.token = Promise.resolve(token);
  }

  async ask(method: string, path: string, { body, rawBody, headers = {} }: Ask = {}): Promise<Reply> {
    if (this.person !== null) this.token ??= signIn(city.issuers, city.apiUrl, this.person);
    const response = await fetch(`${city.apiUrl}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(this.token && { authorization: `Bearer ${await this.token}` }),
        ...((body !== undefined || rawBody !== undefined) && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...((body !== undefined || rawBody !== undefined) && { body: rawBody ?? JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      body: isJson && text ? JSON.parse(text) : text,
    };
  }

  get(path: string, headers?: Record<string, string>): Promise<Reply> {
    return this.ask('GET', path, headers && { headers });
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    return this.ask('POST', path, { body, headers });
  }

  /** A new report, with a key of its own. */
  report(body: object, key: string = randomUUID()): Promise<Reply> {
    return this.post('/reports', { ...anyReport, ...body }, { 'idempotency-key': key });
  }

  /** Decides on a report as it stands now. */
  async decide(id: string, command: object): Promise<Reply> {
    const { headers } = await this.get(`/reports/${id}`);
    return this.post(`/reports/${id}/transitions`, command, { 'if-match': headers.get('etag') ?? '' });
  }

  /** Sends a picture and waits until it was looked at. */
  async photo(picture?: Buffer): Promise<string> {
    const { body } = await this.post('/photos', { contentType: 'image/jpeg' });
    await upload(body.upload, picture ?? (await jpeg()));
    await eventually(`photo ${body.photoId} is ready`, async () => {
      const { body: photo } = await this.get(`/photos/${body.photoId}`);
      if (photo.state === 'refused') throw new Error(`the photo was refused: ${photo.reason}`);
      return photo.state === 'ready';
    });
    return body.photoId;
  }
}

/** A place in Phú Xuân (Đại Nội). */
export const anyReport = {
  description: 'Vỉa hè lát gạch bị bong vài viên',
  location: { lat: 16.4698, lng: 107.5786 },
  category: 'road_damage',
};

export const nobody = new Client(null);

export async function upload(
  { url, fields }: { url: string; fields: Record<string, string> },
  picture: Buffer,
  type = 'image/jpeg',
): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('file', new Blob([new Uint8Array(picture)], { type }));
  return fetch(url, { method: 'POST', body: form });
}

/** A picture with noise in it, so that no two are alike. */
export function jpeg(width = 640, height = 480): Promise<Buffer> {
  return sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#888',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  })
    .jpeg()
    .toBuffer();
}
