import { SendEmailCommand, type SESv2Client } from '@aws-sdk/client-sesv2';
import { outcomeOfFailure, outcomeOfStatus } from './outcome.ts';
import { type Channel, type Outcome, sent } from './port.ts';

/** What SES says before it takes a message and may not say again. */
const passing = new Set(['TooManyRequestsException', 'LimitExceededException', 'SendingPausedException']);

/** E-mail by SES. Its client must not retry by itself (maxAttempts 1): what timed out may have been sent. */
export function emailChannel(ses: SESv2Client, sender: string): Channel {
  return {
    async send({ email }, message, noticeId) {
      if (email === null || message.email === undefined) return { state: 'final', reason: 'no-address' };
      try {
        await ses.send(
          new SendEmailCommand({
            FromEmailAddress: sender,
            Destination: { ToAddresses: [email] },
            EmailTags: [{ Name: 'notice', Value: noticeId.replace(/[^\w-]/g, '-') }],
            Content: {
              Simple: {
                Subject: { Data: message.email.subject, Charset: 'UTF-8' },
                Body: { Text: { Data: message.email.text, Charset: 'UTF-8' } },
              },
            },
          }),
        );
        return sent;
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}

function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof Error)) return outcomeOfFailure(error);
  if (passing.has(error.name)) return { state: 'passing', reason: error.name };
  const status = statusOf(error);
  if (status === undefined) return outcomeOfFailure(error);
  return { ...outcomeOfStatus(status), reason: error.name };
}

/** The status of SES's answer; undefined where there was none. */
function statusOf(error: Error): number | undefined {
  if (!('$metadata' in error) || typeof error.$metadata !== 'object' || error.$metadata === null)
    return undefined;
  const metadata = error.$metadata;
  if (!('httpStatusCode' in metadata) || typeof metadata.httpStatusCode !== 'number') return undefined;
  return metadata.httpStatusCode;
}
