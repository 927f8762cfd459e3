import * as z from 'zod';

/** Which model reads reports: one that a job has trained, or null for the one that comes with the code. */
export const ActiveModel = z.strictObject({
  model: z.strictObject({ version: z.string(), objectKey: z.string() }).nullable(),
});
export type ActiveModel = z.infer<typeof ActiveModel>;
