import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type Provider from 'oidc-provider';
import { type Person, personAt, shown } from './people.ts';

/** The login page of a local issuer: its people to choose from, or any other name to type. No password is asked. */
export async function handleLogin(
  provider: Provider,
  signsIn: Person['signsIn'],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // Throws where no login is under way: its cookie names it.
  await provider.interactionDetails(request, response);
  if (request.method !== 'POST') return show(response, 200, page(signsIn));
  const login = new URLSearchParams(await text(request)).get('login')?.trim() ?? '';
  if (personAt(signsIn, login) === undefined) return show(response, 422, page(signsIn, login));
  // Nobody is asked for consent: the city's own app may see what the city knows.
  await provider.interactionFinished(request, response, { login: { accountId: login }, consent: {} });
}

function show(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(html);
}

const escaped = (given: string) => given.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

function page(signsIn: Person['signsIn'], unknown?: string): string {
  const title =
    signsIn === 'citizens' ? 'National e-ID (a stand-in)' : 'Sign-in of the city’s staff (a stand-in)';
  const buttons = shown[signsIn].map(
    ({ name, who }) => `<li><button name="login" value="${name}">${name}</button> ${escaped(who)}</li>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>body{font:1rem/1.8 system-ui;max-width:36rem;margin:2rem auto;padding:0 1rem}ul{list-style:none;padding:0}button{min-width:11rem}</style>
<h1>${title}</h1>
${unknown === undefined ? '' : `<p role="alert">Nobody is called “${escaped(unknown)}” here.</p>`}
<form method="post"><ul>${buttons.join('\n')}</ul></form>
<form method="post"><label>Another name: <input name="login" autocomplete="off" required></label> <button>Sign in</button></form>
</html>
`;
}
