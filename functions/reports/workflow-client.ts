import {
  ExecutionAlreadyExists,
  InvalidToken,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { executionName, type WorkflowInput } from './acceptance.ts';

/** Starts the execution for an office's wait. Once: a second start of the same name changes nothing. */
export async function startWait(
  workflows: SFNClient,
  stateMachineArn: string,
  input: WorkflowInput,
): Promise<void> {
  try {
    await workflows.send(
      new StartExecutionCommand({
        stateMachineArn,
        name: executionName(input),
        input: JSON.stringify(input),
      }),
    );
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  }
}

/** Tells a waiting execution that its wait is over. One that has ended by itself needs no telling. */
export async function endWait(
  workflows: SFNClient,
  taskToken: string,
  outcome: 'accepted' | 'moved-on',
): Promise<void> {
  try {
    await workflows.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify({ outcome }) }));
  } catch (error) {
    const over =
      error instanceof TaskTimedOut || error instanceof TaskDoesNotExist || error instanceof InvalidToken;
    if (!over) throw error;
  }
}
