/** The events of an execution, in order. Times are UTC milliseconds. */
export type WorkflowEvent =
  | { readonly type: 'executionStarted'; readonly time: number; readonly input: unknown }
  | {
      readonly type: 'stateEntered';
      readonly time: number;
      readonly state: string;
      readonly stateType: string;
      readonly input: unknown;
    }
  | {
      readonly type: 'stateExited';
      readonly time: number;
      readonly state: string;
      readonly stateType: string;
      readonly output: unknown;
    }
  | {
      readonly type: 'stateRetried';
      readonly time: number;
      readonly state: string;
      readonly error: string;
      readonly cause: string | undefined;
      /** Retries of the state so far, including this one. */
      readonly retryCount: number;
      /** Milliseconds until the next attempt. */
      readonly delay: number;
    }
  | {
      readonly type: 'stateFailed';
      readonly time: number;
      readonly state: string;
      readonly error: string;
      readonly cause: string | undefined;
      /** The state of the catcher that handles it. */
      readonly caughtBy: string | undefined;
    }
  | {
      readonly type: 'mapRunStarted';
      readonly time: number;
      readonly state: string;
      /** ARN. */
      readonly mapRun: string;
    }
  | {
      readonly type: 'mapRunEnded';
      readonly time: number;
      readonly state: string;
      readonly mapRun: string;
      /** Executions that failed; the Map Run can have tolerated them. */
      readonly failures: number;
      /** Undefined if it succeeded. */
      readonly error: string | undefined;
      readonly cause: string | undefined;
    }
  | { readonly type: 'executionEnded'; readonly time: number; readonly outcome: Outcome };

/** How an execution ended. */
export type Outcome =
  | { readonly status: 'SUCCEEDED'; readonly output: unknown }
  | {
      readonly status: 'FAILED' | 'TIMED_OUT' | 'ABORTED';
      readonly error: string | undefined;
      readonly cause: string | undefined;
    };
