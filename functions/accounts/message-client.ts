import { SendEmailCommand, type SESv2Client } from '@aws-sdk/client-sesv2';
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Address } from './contact.ts';

/** Sends a short message to an address that is not yet known to be anybody's. */
export type SendMessage = (to: Address, message: { subject: string; text: string }) => Promise<void>;

/** E-mail by SES, text messages by SNS. What they say is about codes: nothing is logged of it. */
export function messageSender(ses: SESv2Client, sns: SNSClient, sender: string): SendMessage {
  return async ({ channel, address }, { subject, text }) => {
    if (channel === 'phone') {
      await sns.send(new PublishCommand({ PhoneNumber: address, Message: text }));
      return;
    }
    await ses.send(
      new SendEmailCommand({
        FromEmailAddress: sender,
        Destination: { ToAddresses: [address] },
        Content: {
          Simple: {
            Subject: { Data: subject, Charset: 'UTF-8' },
            Body: { Text: { Data: text, Charset: 'UTF-8' } },
          },
        },
      }),
    );
  };
}
