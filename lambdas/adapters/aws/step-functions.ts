import {
  ExecutionAlreadyExists,
  InvalidToken,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import {
  type ApprovalAnswer,
  NoPendingApprovalError,
  REJECTED,
  type RetrainingInput,
  type Workflow,
} from '../../core/ports.ts';

/** The retraining machine in Step Functions. */
export class StepFunctionsWorkflow implements Workflow {
  readonly #client: SFNClient;
  readonly #machineArn: string;

  constructor(client: SFNClient, machineArn: string) {
    this.#client = client;
    this.#machineArn = machineArn;
  }

  /** While an execution runs, a second start returns it. After it has ended, Step Functions rejects its name for 90 days. */
  async start(name: string, input: RetrainingInput): Promise<void> {
    const command = new StartExecutionCommand({
      stateMachineArn: this.#machineArn,
      name,
      input: JSON.stringify(input),
    });
    try {
      await this.#client.send(command);
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    }
  }

  async answer(taskToken: string, { approved, note }: ApprovalAnswer): Promise<void> {
    try {
      if (approved) {
        await this.#client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify({ note }) }));
      } else {
        await this.#client.send(new SendTaskFailureCommand({ taskToken, error: REJECTED, cause: note }));
      }
    } catch (error) {
      const isOver =
        error instanceof TaskTimedOut || error instanceof TaskDoesNotExist || error instanceof InvalidToken;
      if (!isOver) throw error;
      throw new NoPendingApprovalError(undefined, { cause: error });
    }
  }
}
