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
  type ReadingInput,
  type ReadingMachine,
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

  start(name: string, input: RetrainingInput): Promise<void> {
    return startExecution(this.#client, this.#machineArn, name, input);
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

/** The reading machine in Step Functions. */
export class StepFunctionsReading implements ReadingMachine {
  readonly #client: SFNClient;
  readonly #machineArn: string;

  constructor(client: SFNClient, machineArn: string) {
    this.#client = client;
    this.#machineArn = machineArn;
  }

  start(name: string, input: ReadingInput): Promise<void> {
    return startExecution(this.#client, this.#machineArn, name, input);
  }
}

/** While an execution runs, a second start returns it. After it has ended, Step Functions rejects its name for 90 days. */
async function startExecution(client: SFNClient, stateMachineArn: string, name: string, input: object): Promise<void> {
  try {
    await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  }
}
