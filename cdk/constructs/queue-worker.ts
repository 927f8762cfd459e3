import { CfnOutput, Duration } from 'aws-cdk-lib';
import { type EventBus, type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { CityFunction, type CityFunctionProps } from './city-function.ts';
import { DeadLetters, queueDefaults } from './dead-letters.ts';

export interface QueueWorkerProps extends Omit<CityFunctionProps, 'deadLetters'> {
  /** The bus to listen to; the account's own where not given (AWS services publish there). */
  bus?: EventBus;
  /** The events that go into its queue; left out where a function sends into it. */
  pattern?: EventPattern;
  /** Messages that one call gets at most. */
  batchSize: number;
  /** Calls at a time at most, so that a flood of messages leaves room for the API; at least 2. */
  maxConcurrency: number;
}

/** How often a message is tried before it is a dead letter. */
const maxReceiveCount = 5;

/**
 * A function that hears events, or what other functions ask of it, through a queue of its own. A message that fails is tried again alone
 * (ReportBatchItemFailures), at last becomes a dead letter, and never holds up the others.
 */
export class QueueWorker extends Construct {
  readonly function: CityFunction;
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: QueueWorkerProps) {
    super(scope, id);
    const { bus, pattern, batchSize, maxConcurrency, ...functionProps } = props;
    const timeout = props.timeout ?? Duration.seconds(30);
    this.function = new CityFunction(this, 'Function', { ...functionProps, timeout });
    this.deadLetters = new DeadLetters(
      this,
      'DeadLetters',
      props,
      `${props.breaks} Some messages failed ${maxReceiveCount} times and wait to be sent again.`,
    );
    this.queue = new Queue(this, 'Queue', {
      ...queueDefaults,
      // AWS's advice: six times the function's timeout, so that a retried batch is not seen twice at once.
      visibilityTimeout: Duration.seconds(timeout.toSeconds() * 6),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount },
    });
    this.function.addEventSource(
      new SqsEventSource(this.queue, { batchSize, maxConcurrency, reportBatchItemFailures: true }),
    );
    if (pattern === undefined) return;
    new Rule(this, 'Rule', {
      ...(bus && { eventBus: bus }),
      description: `Events for ${props.entry}`,
      eventPattern: pattern,
      targets: [new SqsQueue(this.queue, { deadLetterQueue: this.deadLetters })],
    });
  }

  /** Outputs the addresses of its two queues as <name>QueueUrl and <name>DeadLettersUrl. */
  output(name: string): void {
    new CfnOutput(this, 'QueueUrl', { value: this.queue.queueUrl }).overrideLogicalId(`${name}QueueUrl`);
    new CfnOutput(this, 'DeadLettersUrl', { value: this.deadLetters.queueUrl }).overrideLogicalId(
      `${name}DeadLettersUrl`,
    );
  }
}
