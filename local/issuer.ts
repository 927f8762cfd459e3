import { createServer } from 'node:http';
import Provider, { type Configuration } from 'oidc-provider';
import { handleLogin } from './login-page.ts';
import { personAt, type Person } from './people.ts';
import { freePort } from './ports.ts';
import type { Run } from './run.ts';
import type { SigningKeys } from './signing-keys.ts';

/** What an app names as `resource` to get a token for the city's API; also the default. */
const api = 'urn:city:api';
/** The audience of its tokens, and how long they are good. */
const audience = 'city-api';
const lifetimeSeconds = 3600;

/**
 * Starts an issuer of tokens on a free port of 127.0.0.1 and gives its address: discovery, keys, and the
 * authorisation code flow with PKCE for the public client `city-app`. Its login page takes any of its people's names.
 */
export async function startIssuer(run: Run, signsIn: Person['signsIn'], keys: SigningKeys): Promise<string> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const provider = withoutDevelopmentWarnings(() => new Provider(url, configuration(signsIn, keys)));
  const callback = provider.callback();
  const server = createServer((request, response) => {
    const answered = request.url?.startsWith('/login/')
      ? handleLogin(provider, signsIn, request, response)
      : callback(request, response);
    answered.catch((error: unknown) => {
      response.statusCode = 400;
      response.end(error instanceof Error ? error.message : 'failed');
    });
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
  return url;
}

function configuration(signsIn: Person['signsIn'], { keys, cookieSecret }: SigningKeys): Configuration {
  return {
    jwks: { keys: [...keys] },
    cookies: { keys: [cookieSecret] },
    clients: [
      {
        client_id: 'city-app',
        application_type: 'native', // a loopback redirect is good on any port
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code'],
        response_types: ['code'],
        redirect_uris: ['http://127.0.0.1/callback', 'http://localhost/callback'],
      },
    ],
    pkce: { required: () => true },
    clientBasedCORS: () => true,
    interactions: { url: (_context, { uid }) => `/login/${uid}` },
    ttl: {
      AccessToken: lifetimeSeconds,
      IdToken: lifetimeSeconds,
      Interaction: lifetimeSeconds,
      Session: 8 * lifetimeSeconds,
      Grant: 8 * lifetimeSeconds,
    },
    renderError: (context, { error, error_description: description }) => {
      context.type = 'text/plain; charset=utf-8';
      context.body = `${error}: ${description ?? ''}\n`;
    },
    findAccount: (_context, login) => {
      const person = personAt(signsIn, login);
      return person && { accountId: login, claims: () => ({ sub: login, ...person.claims }) };
    },
    // The city's own app needs no leave from its users: signing in is all they are asked.
    loadExistingGrant: async ({ oidc }) => {
      const { client, session, provider } = oidc;
      if (client === undefined || session?.accountId === undefined) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
    extraTokenClaims: (_context, token) => {
      if (!('accountId' in token)) return undefined;
      return { sid: token.sessionUid ?? token.grantId, ...personAt(signsIn, token.accountId)?.claims };
    },
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => api,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          audience,
          scope: '',
          accessTokenTTL: lifetimeSeconds,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  };
}

/** The provider warns of exactly what is meant here: a memory that is for development only. */
function withoutDevelopmentWarnings<T>(make: () => T): T {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return make();
  } finally {
    console.warn = warn;
  }
}
