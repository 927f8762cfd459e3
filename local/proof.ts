import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { awsClient } from './aws-client.ts';
import type { City } from './city.ts';
import { until } from './until.ts';

type Show = <T>(
  who: string,
  what: string,
  run: () => Promise<T>,
  outcome?: (result: T) => string,
) => Promise<T>;

/** Looks into AWS itself: are the photos' sizes stored, has the workflow ended, was every message consumed? */
export async function proveIt(
  city: City,
  done: { reportId: string; photoIds: readonly string[] },
  show: Show,
): Promise<void> {
  await show(
    'S3',
    'holds the photos',
    async () => {
      const keys = await storedKeys(city);
      const counts = done.photoIds.map((id) => keys.filter((key) => key.includes(id)).length);
      if (counts.some((count) => count < 2))
        throw new Error(`Of each photo two sizes should be stored: ${counts.join(', ')}`);
      return counts;
    },
    (counts) => `${counts.join(' and ')} objects of the two photos`,
  );
  await show(
    'Step Functions',
    'waits for it no more',
    () => endedExecutions(city, done.reportId),
    (count) => `${count} executions, one for each change of its clock, have ended`,
  );
  await show(
    'SQS',
    'delivered every message',
    () => emptyQueues(city),
    (queues) => `${queues} queues and dead-letter queues are empty`,
  );
}

async function storedKeys(city: City): Promise<string[]> {
  const s3 = new S3Client(awsClient(city));
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: city.outputs.PhotoBucket }));
  return Contents.flatMap(({ Key }) => Key ?? []);
}

/** The executions of the workflow that woke a report, with how they stand. */
async function executionsOf(city: City, reportId: string): Promise<{ name: string; status: string }[]> {
  const { executions = [] } = await new SFNClient(awsClient(city)).send(
    new ListExecutionsCommand({ stateMachineArn: city.outputs.DeadlinesStateMachineArn }),
  );
  return executions.flatMap(({ name = '', status = '' }) =>
    name.startsWith(reportId) ? [{ name, status }] : [],
  );
}

/** Waits until an execution waits for the report's deadlines; gives its name. */
export function begunExecution(city: City, reportId: string): Promise<string> {
  return until(`the workflow of report ${reportId} has begun`, 60, async () => {
    const running = (await executionsOf(city, reportId)).find(({ status }) => status === 'RUNNING');
    return running?.name;
  });
}

/** Waits until no execution waits for the report any more; gives how many there were, one a version of its clock. */
function endedExecutions(city: City, reportId: string): Promise<number> {
  return until(`the workflow of report ${reportId} has ended`, 60, async () => {
    const all = await executionsOf(city, reportId);
    const failed = all.find(({ status }) => status === 'FAILED' || status === 'TIMED_OUT');
    if (failed) throw new Error(`The workflow ${failed.name} ended as ${failed.status}`);
    return all.length > 0 && all.every(({ status }) => status !== 'RUNNING') ? all.length : undefined;
  });
}

/** Every queue that the stacks name in their outputs; returns how many. */
async function emptyQueues(city: City): Promise<number> {
  const sqs = new SQSClient({ ...awsClient(city), useQueueUrlAsEndpoint: false });
  const queues = Object.entries(city.outputs).filter(([name]) => /(Queue|DeadLetters)Url$/.test(name));
  if (queues.length === 0) throw new Error('The stacks name no queue in their outputs');
  for (const [name, QueueUrl] of queues) {
    await until(`${name} is empty`, 60, async () => {
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl,
          AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
        }),
      );
      return Object.values(Attributes).every((depth) => depth === '0') || undefined;
    });
  }
  return queues.length;
}
