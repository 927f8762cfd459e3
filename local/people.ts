import { createHash } from 'node:crypto';
import * as z from 'zod';

/** Someone to try the city as. Their name is their login and the subject of their tokens. */
export interface Person {
  name: string;
  /** Where they sign in: citizens by the national e-ID, officials by the city's own provider. */
  signsIn: 'citizens' | 'officials';
  /** What the issuer says of them. */
  claims: { HoVaTen: string; SoDinhDanh?: string };
}

/** The people on the login pages: a dozen to begin with, and whom there are besides. */
export const shown: Record<Person['signsIn'], readonly { name: string; who: string }[]> = {
  citizens: [
    { name: 'citizen', who: 'a citizen, verified by the e-ID' },
    { name: 'citizen2', who: 'another one; citizen3 … too' },
    { name: 'unverified', who: 'a citizen without the e-ID; unverified2 … too' },
    { name: 'lan', who: 'a citizen who is an official too' },
  ],
  officials: [
    { name: 'lan', who: 'the same Lan, with a post in two units' },
    { name: 'official@19753', who: 'at the ward of Phú Xuân; official@UNIT for every unit' },
    { name: 'leader@19753', who: 'leads it; leader@UNIT for every unit' },
    { name: 'official@SXD', who: 'at the department of construction' },
    { name: 'official@HEPCO', who: 'at the company for waste, drains and lights' },
    { name: 'leader@UBND', who: 'leads the city' },
    { name: 'monitor', who: 'at the monitoring centre' },
    { name: 'auditor', who: 'reads the audit' },
    { name: 'admin', who: 'configures the city' },
    { name: 'unposted', who: 'of the city’s staff, without a post' },
  ],
};

/** What names there are, for people who mistyped one. */
export const names =
  'citizen, citizen2 …, unverified, unverified2 …, lan, official@UNIT, leader@UNIT (such as official@19753), monitor, auditor, admin, unposted';

const citizens = /^(citizen|unverified)([2-9]|[1-9]\d{1,5})?$|^lan$/;
const officials = /^(lan|monitor|auditor|admin|unposted|(official|leader)@[A-Z0-9][A-Z0-9-]{0,19})$/;

/**
 * A person by login; no list is kept, each name of these forms is someone. Lan stands at both issuers: `lan` is the
 * citizen and `lan@work` the official.
 */
export const Person = z.string().transform((given, context): Person => {
  const atWork = given === 'lan@work';
  const name = atWork ? 'lan' : given;
  if (!atWork && citizens.test(name)) return { name, signsIn: 'citizens', claims: claimsOf(name) };
  if (officials.test(name)) return { name, signsIn: 'officials', claims: claimsOf(name) };
  context.addIssue({ code: 'custom', message: 'nobody is called that' });
  return z.NEVER;
});

/** Someone of one issuer by the login they typed there. */
export function personAt(signsIn: Person['signsIn'], login: string): Person | undefined {
  const known = signsIn === 'citizens' ? citizens : officials;
  return known.test(login) ? { name: login, signsIn, claims: claimsOf(login) } : undefined;
}

/** Identity numbers made up from names: province 046, then nine digits. */
function claimsOf(name: string): Person['claims'] {
  const digits = createHash('sha256').update(name).digest().readUInt32BE(0) % 1_000_000_000;
  return {
    HoVaTen: name === 'lan' ? 'Lê Thị Lan' : `Người mang tên ${name}`,
    ...(!name.startsWith('unverified') && { SoDinhDanh: `046${String(digits).padStart(9, '0')}` }),
  };
}
