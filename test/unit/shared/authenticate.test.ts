import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair, type JWK, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { IssuerConfig } from '../../../shared/city/config.ts';
import { DomainError } from '../../../shared/errors.ts';
import { tokenVerifier } from '../../../shared/http/authenticate.ts';

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

/** An issuer as the verifier meets it: discovery, and keys that can be changed. */
let server: Server;
let config: IssuerConfig;
let published: JWK[];
let fetched = 0;
let first: KeyPair;
let second: KeyPair;

const jwk = async ({ publicKey }: KeyPair, kid: string) => ({
  ...(await exportJWK(publicKey)),
  kid,
  alg: 'RS256',
});

beforeAll(async () => {
  [first, second] = [await generateKeyPair('RS256'), await generateKeyPair('RS256')];
  published = [await jwk(first, 'first')];
  server = createServer((request, response) => {
    if (request.url === '/jwks') fetched += 1;
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify(request.url === '/jwks' ? { keys: published } : { jwks_uri: `${config.issuer}/jwks` }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  config = {
    issuer: `http://127.0.0.1:${port}`,
    name: 'e-ID',
    signsIn: 'citizens',
    audience: 'city-api',
    claims: { session: 'sid', identityNumber: 'SoDinhDanh', name: 'HoVaTen' },
    admins: [],
  };
});
afterAll(() => server.close());
afterEach(() => vi.useRealTimers());

interface Shape {
  key?: KeyPair['privateKey'] | Uint8Array;
  header?: Record<string, string>;
  claims?: Record<string, unknown>;
  expires?: number;
  issued?: number;
}

function token({ key = first.privateKey, header = {}, claims = {}, expires = 3600, issued = 0 }: Shape = {}) {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ iss: config.issuer, aud: 'city-api', sub: 'lan', sid: 'one session', ...claims })
    .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: 'first', ...header })
    .setIssuedAt(now + issued)
    .setExpirationTime(now + expires)
    .sign(key);
}

const verify = async (text: string, issuers = [config]) => {
  try {
    return await tokenVerifier(issuers)(text);
  } catch (error) {
    if (error instanceof DomainError) return error.definition.status;
    throw error;
  }
};

test('what a token says, by the names of claims that the city configured', async () => {
  const given = await token({ claims: { SoDinhDanh: '046090001234', HoVaTen: 'Lê Thị Lan' } });
  expect(await verify(given)).toMatchObject({
    subject: 'lan',
    session: 'one session',
    name: 'Lê Thị Lan',
    identityNumber: '046090001234',
  });
});

test('an identity number that is none makes nobody verified', async () => {
  expect(await verify(await token({ claims: { SoDinhDanh: '12' } }))).toMatchObject({ identityNumber: null });
});

test.each<[string, () => Promise<string> | string]>([
  ['expired', () => token({ expires: -60 })],
  ['issued in the future', () => token({ issued: 600 })],
  ['good only later', () => token({ claims: { nbf: Math.floor(Date.now() / 1000) + 600 } })],
  ['of another issuer', () => token({ claims: { iss: 'https://elsewhere.example' } })],
  ['for another audience', () => token({ claims: { aud: 'another-api' } })],
  ['of another type, such as an identity token', () => token({ header: { typ: 'JWT' } })],
  ['without a session', () => token({ claims: { sid: undefined } })],
  ['without a subject', () => token({ claims: { sub: undefined } })],
  [
    'signed by a key that nobody published',
    () => token({ key: second.privateKey, header: { kid: 'other' } }),
  ],
  ['signed by another key under a published name', () => token({ key: second.privateKey })],
  [
    'with algorithm none',
    () =>
      new UnsecuredJWT({ sub: 'lan', sid: 's' })
        .setIssuer(config.issuer)
        .setAudience('city-api')
        .setIssuedAt()
        .setExpirationTime('1h')
        .encode(),
  ],
  [
    'with HS256 and the public key as the secret',
    async () =>
      token({
        key: new TextEncoder().encode(JSON.stringify(await jwk(first, 'first'))),
        header: { alg: 'HS256' },
      }),
  ],
  ['of 20 kB', () => token({ claims: { padding: 'a'.repeat(20_000) } })],
  ['changed on the way', async () => (await token()).replace(/.{5}\./, 'AAAAA.')],
  ['no token at all', () => 'hello'],
])('a token %s is refused', async (_, make) => {
  expect(await verify(await make())).toBe(401);
});

test('a key that was rotated in meanwhile is fetched; one that was rotated out is refused', async () => {
  const verifier = tokenVerifier([config]);
  expect(await verifier(await token())).toMatchObject({ subject: 'lan' });
  published = [await jwk(second, 'second')];
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 6000 });
  const rotated = await token({ key: second.privateKey, header: { kid: 'second' } });
  expect(await verifier(rotated)).toMatchObject({ subject: 'lan' });
  await expect(verifier(await token())).rejects.toMatchObject({ message: 'unauthenticated' });
  published = [await jwk(first, 'first')];
});

test('unknown keys do not make it ask the issuer again and again', async () => {
  const verifier = tokenVerifier([config]);
  await verifier(await token());
  const before = fetched;
  const unknown = await token({ key: second.privateKey, header: { kid: 'made-up' } });
  for (let count = 0; count < 20; count += 1) await verifier(unknown).catch(() => undefined);
  expect(fetched - before).toBeLessThanOrEqual(1);
});

test('without keys to tell nobody is let in, and nobody is called a liar: 503', async () => {
  const away = { ...config, issuer: 'http://127.0.0.1:9' };
  expect(await verify(await token({ claims: { iss: away.issuer } }), [away])).toBe(503);
});

test('several issuers at once, each believed for its own tokens alone', async () => {
  const other = { ...config, issuer: 'https://sso.example', jwksUri: `${config.issuer}/jwks` };
  expect(await verify(await token({ claims: { iss: other.issuer } }), [config, other])).toMatchObject({
    issuer: { issuer: other.issuer },
  });
  expect(await verify(await token({ claims: { iss: other.issuer } }), [config])).toBe(401);
});
