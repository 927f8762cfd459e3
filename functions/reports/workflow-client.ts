import {
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  InvalidToken,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { type Execution, executionName, type Outcome } from './workflow.ts';

/** The executions that wake reports in time. Everything here may be called again. */
export class Workflows {
  private readonly sfn: SFNClient;
  private readonly stateMachineArn: string;

  constructor(sfn: SFNClient, stateMachineArn: string) {
    this.sfn = sfn;
    this.stateMachineArn = stateMachineArn;
  }

  /** Starts the execution of a clock's version. Once: a second start of the same name changes nothing. */
  async start(execution: Execution, waitSeconds: number): Promise<void> {
    try {
      await this.sfn.send(
        new StartExecutionCommand({
          stateMachineArn: this.stateMachineArn,
          name: executionName(execution),
          input: JSON.stringify({ ...execution, waitSeconds }),
        }),
      );
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    }
  }

  /** Ends an execution that another one has replaced, or that waits for nothing any more. */
  async stop(execution: Execution, cause: string): Promise<void> {
    const machine = this.stateMachineArn.replace(':stateMachine:', ':execution:');
    try {
      await this.sfn.send(
        new StopExecutionCommand({ executionArn: `${machine}:${executionName(execution)}`, cause }),
      );
    } catch (error) {
      if (!(error instanceof ExecutionDoesNotExist)) throw error;
    }
  }

  /** Tells a waiting execution how it goes on. One that has ended meanwhile needs no telling. */
  async answer(taskToken: string, outcome: Outcome): Promise<void> {
    try {
      await this.sfn.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(outcome) }));
    } catch (error) {
      const over =
        error instanceof TaskTimedOut || error instanceof TaskDoesNotExist || error instanceof InvalidToken;
      if (!over) throw error;
    }
  }
}
