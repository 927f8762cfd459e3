import * as z from 'zod';

/**
 * How pressing a report is. urgent: danger to life, or damage that grows by the hour, now; high: likely to injure
 * someone, or many people badly affected; normal; low: a wish, looks, opening hours. Assumed: no official scale is public.
 */
export const urgencies = ['urgent', 'high', 'normal', 'low'] as const;
export const Urgency = z.enum(urgencies);
export type Urgency = z.infer<typeof Urgency>;
