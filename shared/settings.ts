import * as z from 'zod';
import { CityConfig, IssuerConfig } from './city/config.ts';
import { ClockConfig } from './clock.ts';

/** Text that holds JSON of the given shape. */
const json = <T extends z.ZodType>(shape: T) =>
  z
    .string()
    .transform((text, context) => {
      try {
        const value: unknown = JSON.parse(text);
        return value;
      } catch {
        context.addIssue({ code: 'custom', message: 'not JSON' });
        return z.NEVER;
      }
    })
    .pipe(shape);

/**
 * Every variable that a function may be given. A composition picks those it needs and no more, when it starts:
 * `Environment.pick({ TABLE_NAME: true }).parse(process.env)`, so that a wrong deployment fails at once and by name.
 */
export const Environment = z.object({
  TABLE_NAME: z.string().min(1),
  BUS_NAME: z.string().min(1),
  QUARANTINE_BUCKET: z.string().min(1),
  PHOTO_BUCKET: z.string().min(1),
  REFERENCE_BUCKET: z.string().min(1),
  EXPORT_BUCKET: z.string().min(1),
  AUDIT_BUCKET: z.string().min(1),
  /** The KMS key that hashes identity numbers. */
  IDENTITY_KEY_ID: z.string().min(1),
  /** The address that the city writes e-mails from. */
  EMAIL_SENDER: z.email(),
  UNPUBLISHED_QUEUE_URL: z.url(),
  /** Where notices wait that go out of the city. */
  DELIVERY_QUEUE_URL: z.url(),
  /** The secret with the keys that push services and Zalo know the city by. */
  NOTICE_KEYS_SECRET: z.string().min(1),
  /** Zalo's notification service; empty where the city has none. */
  ZALO_ENDPOINT: z.union([z.url(), z.literal('').transform(() => null)]),
  /** Hosts of the push services that the city calls. */
  PUSH_HOSTS: json(z.array(z.string())),
  DEADLINES_STATE_MACHINE_ARN: z.string().min(1),
  CITY: json(CityConfig),
  ISSUERS: json(z.array(IssuerConfig).min(1)),
  CLOCK: json(ClockConfig),
  CORS_ORIGINS: json(z.array(z.string()).min(1)),
});
