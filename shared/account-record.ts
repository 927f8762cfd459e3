import { createHash } from 'node:crypto';
import * as z from 'zod';
import { Time } from './identifiers.ts';

/** Absent in storage, null in code. */
const optional = <S extends z.ZodType>(schema: S) => schema.nullish().transform((value) => value ?? null);

/** How people are reached besides the app. */
export const Channel = z.enum(['email', 'phone']);
export type Channel = z.infer<typeof Channel>;

/** An address that its owner has shown to be theirs, by a code sent to it. */
export const Contact = z.object({ channel: Channel, address: z.string(), verifiedAt: Time });
export type Contact = z.infer<typeof Contact>;

/** What a person agreed to or refused, by purpose (the city's configuration lists the purposes). */
export const Consent = z.object({ given: z.boolean(), at: Time });

/**
 * A person as the city knows them (PK = ACCOUNT#id, SK = ACCOUNT). The accounts feature owns it; personal-data
 * changes consents and erases. The identity number itself is stored nowhere.
 */
export const Account = z.object({
  id: z.string(),
  version: z.number().int().positive(),
  /**
   * `erasing`: erasure was asked for and can still be undone. `erased`: nothing personal is left. `joined`: it turned
   * out to be another account's person, which has it among its aliases.
   */
  state: z.enum(['active', 'erasing', 'erased', 'joined']),
  /** The national e-ID vouches for who it is. */
  verified: z.boolean(),
  /** As the issuer says it. */
  name: optional(z.string()),
  /** Keyed hash of the identity number: the same person's sign-ins meet by it. */
  personKey: optional(z.string()),
  /** The last four digits, for people to recognise their own number by. */
  identityLast: optional(z.string()),
  language: z.enum(['vi', 'en']),
  /** Which sign-ins lead here: subjectKey of each. */
  subjects: z.array(z.string()),
  /** The account that this one was joined into. */
  joinedInto: optional(z.string()),
  /** Accounts that were joined into this one when the same identity number came with another sign-in. */
  aliases: z.array(z.string()),
  contacts: z.array(Contact),
  consents: z.record(z.string(), Consent),
  /** When it is erased, while `erasing`. */
  eraseAt: optional(Time),
  createdAt: Time,
  updatedAt: Time,
});
export type Account = z.infer<typeof Account>;

export const accountKey = (id: string) => ({ PK: `ACCOUNT#${id}`, SK: 'ACCOUNT' });

const hash = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 22);

/** Names a subject of an issuer without saying who it is. */
export const subjectKey = (issuer: string, subject: string) => hash(`${issuer}\n${subject}`);
/** Leads from a subject to its account: {accountId}. */
export const subjectRecordKey = (key: string) => ({ PK: `SUBJECT#${key}`, SK: 'SUBJECT' });
/** Leads from a person, by the keyed hash of the identity number, to their account: {accountId}. */
export const personRecordKey = (key: string) => ({ PK: `PERSON#${key}`, SK: 'PERSON' });

/** One sign-in of a person on one device (PK = SIGNIN#id, SK = SIGNIN; listed by GSI1). */
export const SignIn = z.object({
  /** signInId of the issuer's session: nothing can be read from it. */
  id: z.string(),
  accountId: z.string(),
  issuer: z.string(),
  /** What the app calls the device, such as `Samsung A15`. */
  device: optional(z.string()),
  at: Time,
  endedAt: optional(Time),
});
export type SignIn = z.infer<typeof SignIn>;

/** Names a session of an issuer. */
export const signInId = (issuer: string, session: string) => hash(`${issuer}\nsession\n${session}`);
export const signInKey = (id: string) => ({ PK: `SIGNIN#${id}`, SK: 'SIGNIN' });
/** A person's sign-ins on GSI1, by time. */
export const signInsPartition = (accountId: string) => `SIGNINS#${accountId}`;
