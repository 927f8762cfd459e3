import * as z from 'zod';
import { Envelope } from './envelope.ts';

/** The detail of `account.export-asked`: a person wants what is held on them. */
export const ExportAsked = Envelope.extend({
  aggregate: Envelope.shape.aggregate.extend({ type: z.literal('account') }),
  data: z.object({ exportId: z.string() }),
});
