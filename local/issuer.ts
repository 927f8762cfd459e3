import { createServer } from 'node:http';
import Provider, { type Configuration } from 'oidc-provider';
import { audience, lifetimeSeconds } from './access-token.ts';
import { claimsOf, names, Person } from './people.ts';
import { freePort } from './ports.ts';
import type { Run } from './run.ts';
import { signingKeys, type SigningKeys } from './signing-keys.ts';

/** A running OpenID Connect issuer, whom the city trusts. */
export interface Issuer {
  /** Its address, and the `iss` of its tokens. */
  url: string;
  keys: SigningKeys;
}

/** What an app names as `resource` to get a token for the city's API; also the default. */
const api = 'urn:city:api';

/**
 * Starts the issuer on a free port of 127.0.0.1: discovery, keys, and the authorisation code flow with PKCE for the
 * public client `city-app`. Its login page is one for development: it takes any name of people.ts with any password.
 */
export async function startIssuer(run: Run): Promise<Issuer> {
  const keys = await signingKeys();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const provider = withoutDevelopmentWarnings(() => new Provider(url, configuration(keys)));
  const server = createServer((request, response) => void provider.callback()(request, response));
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
  return { url, keys };
}

function configuration({ keys, cookieSecret }: SigningKeys): Configuration {
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
    ttl: {
      AccessToken: lifetimeSeconds,
      IdToken: lifetimeSeconds,
      Interaction: lifetimeSeconds,
      Session: 8 * lifetimeSeconds,
      Grant: 8 * lifetimeSeconds,
    },
    renderError: (context, { error, error_description: description }) => {
      context.type = 'text/plain; charset=utf-8';
      context.body = `${error}: ${description ?? ''}\n\nSign in as one of: ${names}\n`;
    },
    findAccount: (_context, name) => {
      const person = Person.safeParse(name);
      return person.success
        ? { accountId: name, claims: () => ({ sub: name, ...claimsOf(person.data) }) }
        : undefined;
    },
    extraTokenClaims: (_context, token) => {
      const person = Person.safeParse('accountId' in token ? token.accountId : undefined);
      return person.success ? claimsOf(person.data) : undefined;
    },
    features: {
      devInteractions: { enabled: true },
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

/** The provider warns of exactly what is meant here: a login page and a memory that are for development only. */
function withoutDevelopmentWarnings<T>(make: () => T): T {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return make();
  } finally {
    console.warn = warn;
  }
}
