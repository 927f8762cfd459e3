import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { call } from './api-client.ts';
import { Person } from './people.ts';

/** Where a city's people sign in, by who they are. */
export interface Issuers {
  citizens: string;
  officials: string;
}

const Discovery = z.object({ authorization_endpoint: z.url(), token_endpoint: z.url() });
const Tokens = z.object({ access_token: z.string() });
const redirectUri = 'http://127.0.0.1/callback';

/**
 * Signs a person in as an app does: discovery, authorisation code with PKCE, the login page, the token; then the
 * sign-in is registered with the city. Gives the access token, good for an hour.
 */
export async function signIn(issuers: Issuers, apiUrl: string, login: string): Promise<string> {
  const token = await tokenOf(issuers, login);
  await call(`${apiUrl}/me/sign-ins`, { method: 'POST', token, body: { device: 'command line' } });
  return token;
}

/** As signIn, without telling the city. */
export async function tokenOf(issuers: Issuers, login: string): Promise<string> {
  const person = Person.parse(login);
  const address = `${issuers[person.signsIn]}/.well-known/openid-configuration`;
  const endpoints = Discovery.parse(await (await fetch(address)).json());
  const verifier = randomBytes(32).toString('base64url');
  const browser = new Browser();
  const asked = new URL(endpoints.authorization_endpoint);
  asked.search = new URLSearchParams({
    client_id: 'city-app',
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  const loginPage = await browser.follow(asked.href);
  const back = new URL(
    await browser.follow(loginPage, { method: 'POST', body: new URLSearchParams({ login: person.name }) }),
  );
  const code = back.searchParams.get('code');
  if (code === null) throw new Error(`The issuer answered ${back.search}`);
  const response = await fetch(endpoints.token_endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'city-app',
      redirect_uri: redirectUri,
      code,
      code_verifier: verifier,
    }),
  });
  return Tokens.parse(await response.json()).access_token;
}

/** As much of a browser as a login needs: it keeps cookies and follows redirects until a page, or back to the app. */
class Browser {
  private readonly cookies = new Map<string, string>();

  /** The address at which the redirects end. */
  async follow(url: string, init: RequestInit = {}): Promise<string> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) {
      if (!response.ok) throw new Error(`The issuer answered ${response.status}: ${await response.text()}`);
      return url;
    }
    const next = new URL(location, url).href;
    return next.startsWith(redirectUri) ? next : this.follow(next);
  }
}
