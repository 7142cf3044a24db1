/** What a task is told besides its arguments. */
export interface TaskCall {
  /** The state's name. */
  readonly state: string;
  readonly executionName: string;
  /** For `.waitForTaskToken`: who has it may answer in the task's place. */
  readonly token?: string;
  /** When the state's TimeoutSeconds are over, UTC milliseconds. */
  readonly deadline?: number;
  /** Aborted when nobody waits for the task any more: it was too slow, or the execution has ended. */
  readonly signal: AbortSignal;
}

/** What a state machine needs of the program that interprets it: tasks, time and chance. */
export interface StateMachineHost {
  /**
   * Runs a Task's resource and gives its result, a JSON value. A failure that Retry and Catch may handle is a StatesError;
   * anything else that is thrown is a fault of the host and ends the run with that error.
   */
  runTask(resource: string, args: unknown, call: TaskCall): Promise<unknown>;
  /** Rejects when the signal is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** UTC milliseconds. */
  now(): number;
  /** Uniform in [0, 1): spreads the retries of `JitterStrategy: FULL`. */
  random(): number;
}
