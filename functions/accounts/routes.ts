import * as z from 'zod';
import { postRoles } from '../../shared/access/actor.ts';
import { Channel } from '../../shared/account-record.ts';
import type { Routes } from '../../shared/http/route.ts';
import { Time } from '../../shared/identifiers.ts';
import { Address } from './contact.ts';

/** The signed-in person as they see themselves. */
export const Me = z
  .strictObject({
    id: z.string().meta({ description: 'Pseudonym of the account' }),
    state: z.enum(['active', 'erasing']),
    verified: z.boolean().meta({ description: 'The national e-ID vouches for who it is' }),
    name: z.string().nullable().meta({ description: 'As the issuer says it; corrected there' }),
    identityLast: z.string().nullable().meta({ description: 'Last four digits of the identity number' }),
    language: z.enum(['vi', 'en']),
    contacts: z.array(z.strictObject({ channel: Channel, address: z.string(), verifiedAt: Time })),
    posts: z.array(
      z.strictObject({
        id: z.string().meta({ description: 'What the header City-Post takes' }),
        unit: z.string(),
        role: z.enum(postRoles),
        delegated: z.boolean().meta({ description: 'Held for somebody who is away' }),
      }),
    ),
    signIn: z.string().meta({ description: 'The sign-in that asks' }),
    eraseAt: Time.nullable(),
  })
  .meta({ id: 'Me' });

export const SignInView = z
  .strictObject({
    id: z.string(),
    issuer: z.string().meta({ description: 'Where the person signed in, such as VNeID' }),
    device: z.string().nullable(),
    at: Time,
    endedAt: Time.nullable(),
    isThis: z.boolean().meta({ description: 'The sign-in that asks' }),
  })
  .meta({ id: 'SignIn' });

const SignInPage = z.strictObject({ items: z.array(SignInView), nextCursor: z.string().nullable() });
const ChannelParam = z.object({ channel: Channel });

/** The contract of accounts: sign-ins, the profile, and the addresses that people are reached at. */
export const routes = {
  registerSignIn: {
    method: 'POST',
    path: '/me/sign-ins',
    summary: 'Registers the sign-in that the token is of; once after each login, before anything else',
    action: 'sign-ins.create',
    limit: 'account',
    body: z.strictObject({
      device: z.string().trim().min(1).max(80).optional().meta({ description: 'What its owner calls it' }),
    }),
    responses: { 200: Me },
  },
  listSignIns: {
    method: 'GET',
    path: '/me/sign-ins',
    summary: "The caller's sign-ins, the newest first",
    action: 'account.own',
    query: z.strictObject({
      cursor: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(20),
    }),
    responses: { 200: SignInPage },
  },
  endSignIn: {
    method: 'DELETE',
    path: '/me/sign-ins/{id}',
    summary: 'Ends a sign-in: its tokens are refused everywhere within 60 seconds',
    action: 'account.own',
    limit: 'account',
    params: z.object({ id: z.string().regex(/^[\w-]{22}$/) }),
    responses: { 204: null },
  },
  endOtherSignIns: {
    method: 'DELETE',
    path: '/me/sign-ins',
    summary: 'Ends all sign-ins but the one that asks',
    action: 'account.own',
    limit: 'account',
    responses: { 200: z.strictObject({ ended: z.number().int() }) },
  },
  getMe: {
    method: 'GET',
    path: '/me',
    summary: 'Who is signed in, and the posts they may act in',
    action: 'account.own',
    responses: { 200: Me },
    etag: true,
  },
  putMe: {
    method: 'PUT',
    path: '/me',
    summary: 'Sets the language that the person is written to in',
    action: 'account.own',
    limit: 'account',
    body: z.strictObject({ language: z.enum(['vi', 'en']) }),
    responses: { 200: Me },
  },
  addContact: {
    method: 'POST',
    path: '/me/contacts',
    summary: 'Sends a code to an address, to see that it is the caller’s',
    action: 'account.own',
    limit: 'codes',
    body: Address,
    responses: { 202: z.strictObject({ channel: Channel, address: z.string(), expiresAt: Time }) },
  },
  verifyContact: {
    method: 'POST',
    path: '/me/contacts/{channel}/verification',
    summary: 'Says the code; the address replaces the one before',
    action: 'account.own',
    limit: 'account',
    params: ChannelParam,
    body: z.strictObject({ code: z.string().regex(/^\d{6}$/) }),
    responses: { 200: Me },
  },
  removeContact: {
    method: 'DELETE',
    path: '/me/contacts/{channel}',
    summary: 'Forgets an address',
    action: 'account.own',
    limit: 'account',
    params: ChannelParam,
    responses: { 200: Me },
  },
} as const satisfies Routes;

/** What the gateway sends to this feature. */
export const gatewayPaths = [
  '/me',
  '/me/sign-ins',
  '/me/sign-ins/{proxy+}',
  '/me/contacts',
  '/me/contacts/{proxy+}',
] as const;
