import {
  type BedrockRuntimeClient,
  type ContentBlock,
  ConverseCommand,
  type ConverseCommandOutput,
  ThrottlingException,
} from '@aws-sdk/client-bedrock-runtime';
import * as z from 'zod';
import { logger } from '../telemetry.ts';
import type { Assessment, Fallback } from './assessment.ts';
import { answerSchema, answerTool, BedrockAnswer, promptVersion, systemPrompt } from './bedrock-prompt.ts';
import type { Engine, TriageInput } from './engine.ts';
import { mask } from './masking.ts';
import { normalise } from './normalise.ts';
import { moreUrgent, urgencyWords } from './urgency.ts';

interface Options {
  client: BedrockRuntimeClient;
  modelId: string;
  /** After this the local engine's answer is taken. */
  timeoutMilliseconds: number;
  /** What answers where the large model does not, and all that it is not asked. */
  local: Engine;
}

/** Assumed: what a large model says of its own confidence is not calibrated. */
const sureFrom = 0.9;

/** An answer that is none of the schema's. */
class Unreadable extends Error {}

/**
 * The engine that asks a large model of Amazon Bedrock for category, urgency and scope, with the report's photos. What
 * identifies people is masked before anything leaves. Language, spam, personal data and places are the local engine's,
 * and all of the answer where the model is late, throttled or not to be understood: it never throws. The confidence is
 * the model's own word and not calibrated: its thresholds need looking at apart.
 */
export function bedrockEngine({ client, modelId, timeoutMilliseconds, local }: Options): Engine {
  async function ask({ text, photos }: TriageInput): Promise<BedrockAnswer> {
    const pictures = (await photos?.()) ?? [];
    const content: ContentBlock[] = [
      { text: JSON.stringify(mask(text).text) },
      ...pictures.map((bytes): ContentBlock => ({ image: { format: 'jpeg', source: { bytes } } })),
    ];
    const answer = await client.send(
      new ConverseCommand({
        modelId,
        system: [{ text: systemPrompt }],
        messages: [{ role: 'user', content }],
        inferenceConfig: { maxTokens: 400, temperature: 0 },
        toolConfig: {
          tools: [
            {
              toolSpec: {
                name: answerTool,
                description: 'Says where a report belongs',
                inputSchema: { json: schemaDocument },
              },
            },
          ],
          toolChoice: { tool: { name: answerTool } },
        },
      }),
      { abortSignal: AbortSignal.timeout(timeoutMilliseconds) },
    );
    return readAnswer(answer);
  }

  return {
    name: `bedrock ${modelId}`,
    async triage(input) {
      const started = performance.now();
      const own = await local.triage(input);
      try {
        const answer = await ask(input);
        return merged(own, answer, input.text, { modelId, milliseconds: performance.now() - started });
      } catch (error) {
        const because = reasonOf(error);
        logger.warn('large model did not answer', { modelId, because });
        return { ...own, fellBack: because, milliseconds: performance.now() - started };
      }
    },
  };
}

/** The schema as plain JSON. */
const schemaDocument = z.json().parse(JSON.parse(JSON.stringify(answerSchema)));

function readAnswer({ output }: ConverseCommandOutput): BedrockAnswer {
  const use = output?.message?.content?.find((block) => block.toolUse?.name === answerTool)?.toolUse;
  const parsed = BedrockAnswer.safeParse(use?.input);
  if (!parsed.success) throw new Unreadable();
  return parsed.data;
}

function merged(
  own: Assessment,
  answer: BedrockAnswer,
  text: string,
  { modelId, milliseconds }: { modelId: string; milliseconds: number },
): Assessment {
  const { least, words } = urgencyWords(normalise(text));
  const alternatives = answer.alternatives.filter(({ category }) => category !== answer.category);
  return {
    ...own,
    model: { name: `bedrock ${modelId}`, version: promptVersion },
    category: {
      code: answer.category,
      confidence: answer.confidence,
      sureFrom,
      best: [
        { code: answer.category, probability: answer.confidence },
        ...alternatives.map(({ category: code, probability }) => ({ code, probability })),
      ],
    },
    urgency: {
      // Strong words hold whatever a model makes of them: it is told by the text, which anybody writes.
      level: least === null ? answer.urgency : moreUrgent(least, answer.urgency),
      isSure: true,
      urgent: own.urgency.urgent,
      words: [...new Set([...words, ...answer.urgencyWords])].slice(0, 10),
    },
    outOfScope:
      own.outOfScope ?? (answer.outOfScope && { kind: answer.outOfScope, confidence: answer.confidence }),
    fellBack: null,
    milliseconds,
  };
}

function reasonOf(error: unknown): Fallback {
  if (error instanceof Unreadable) return 'unreadable';
  if (error instanceof ThrottlingException) return 'throttled';
  const name = error instanceof Error ? error.name : '';
  return name === 'AbortError' || name === 'TimeoutError' ? 'timeout' : 'failed';
}
