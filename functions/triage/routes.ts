import * as z from 'zod';
import type { Routes } from '../../shared/http/route.ts';
import { Time } from '../../shared/identifiers.ts';
import { Comparison } from './comparison.ts';

/** What stands for the model that comes with the code. */
export const shippedName = 'shipped';

const Version = z
  .string()
  .regex(/^([0-9a-f]{12}|shipped)$/)
  .meta({ description: `A model's version, or ${shippedName} for the one that comes with the code` });

const ModelView = z
  .strictObject({
    version: z.string(),
    trainedAt: Time,
    examples: z.number().int().meta({ description: 'Texts that it was trained and calibrated on' }),
    corrections: z.number().int().meta({ description: 'Those of them that people made by their decisions' }),
    comparedWith: z.string(),
    comparison: Comparison,
    active: z.boolean(),
  })
  .meta({ id: 'TriageModel' });

/** The contract of the machine that reads reports: which model does, and which could. */
export const routes = {
  listModels: {
    method: 'GET',
    path: '/admin/triage-models',
    summary: 'The model that reads reports, and those that were proposed, with how they compare',
    action: 'triage.configure',
    responses: {
      200: z.strictObject({ active: Version, items: z.array(ModelView), nextCursor: z.null() }),
    },
  },
  activateModel: {
    method: 'POST',
    path: '/admin/triage-models/{version}/activate',
    summary: 'Lets a model read reports, within 15 seconds; an earlier one or the shipped one too',
    action: 'triage.configure',
    limit: 'administration',
    params: z.object({ version: Version }),
    responses: { 200: z.strictObject({ active: Version }) },
  },
} as const satisfies Routes;

/** What the gateway sends to this feature. */
export const gatewayPaths = ['/admin/triage-models', '/admin/triage-models/{proxy+}'] as const;
