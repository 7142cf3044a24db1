import type { WorkflowEvent } from './events.ts';

/** The context of a task, besides its arguments. */
export interface TaskCall {
  /** The state's name. */
  readonly state: string;
  readonly executionName: string;
  /** For `.waitForTaskToken`: the token that its answer needs. */
  readonly token?: string;
  /** The end of the state's TimeoutSeconds, UTC milliseconds. */
  readonly deadline?: number;
  /** Aborted when the task's result no longer matters: it timed out, or the execution has ended. */
  readonly signal: AbortSignal;
}

/** What the interpreter needs from its program: tasks, time and random numbers. */
export interface StateMachineHost {
  /**
   * Runs a Task's resource and returns its result, a JSON value. A StatesError is a failure that Retry and Catch can handle; any
   * other error is a fault of the host and ends the run.
   */
  runTask(resource: string, args: unknown, call: TaskCall): Promise<unknown>;
  /** Rejects when the signal is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** UTC milliseconds. */
  now(): number;
  /** Uniform in [0, 1): spreads the retries of `JitterStrategy: FULL`. */
  random(): number;
  /** @default - definitions with Distributed Maps are refused */
  readonly mapRuns?: MapRunHost;
}

/** What Distributed Maps need besides. */
export interface MapRunHost {
  /** The text of an object with items. @throws StatesError States.ItemReaderFailed */
  readItems(bucket: string, key: string): Promise<string>;
  /** Called before each execution that a Map Run starts; returns its listener. @throws StatesError */
  startChild(child: ChildExecution): (event: WorkflowEvent) => void;
}

/** An execution that a Map Run starts for an item. */
export interface ChildExecution {
  /** ARN of the Map Run. */
  readonly mapRun: string;
  /** ARN of the execution. */
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
}
