/** The definition uses something that this interpreter cannot run exactly as Step Functions would. Thrown before anything starts. */
export class DefinitionError extends Error {
  override readonly name = 'DefinitionError';
  /** Place in the definition, such as `States.Train.Retry[0]`. */
  readonly path: string;

  constructor(path: string, problem: string) {
    super(`${path}: ${problem}`);
    this.path = path;
  }
}

/** An error of the States language: Retry and Catch match it, and an execution can end with it. */
export class StatesError extends Error {
  override readonly name = 'StatesError';
  /** Error Name, such as `States.Timeout` or the type of a function's error. */
  readonly error: string;
  /** The cause. Absent from `$states.errorOutput` when there is none, as in Step Functions. */
  readonly reason: string | undefined;

  constructor(error: string, reason?: string) {
    super(reason === undefined ? error : `${error}: ${reason}`);
    this.error = error;
    this.reason = reason;
  }

  /** The value of `$states.errorOutput`. */
  get output(): { readonly Error: string; readonly Cause?: string } {
    return { Error: this.error, ...(this.reason === undefined ? {} : { Cause: this.reason }) };
  }
}

/** Errors that `States.ALL` and `States.TaskFailed` do not match (Step Functions guide, Error names). */
const TERMINAL = new Set(['States.DataLimitExceeded', 'States.Runtime']);

const TIMEOUTS = new Set(['States.Timeout', 'States.HeartbeatTimeout']);

/**
 * Whether a retrier or catcher matches an error. `States.Timeout` also matches a missing heartbeat; `States.TaskFailed` matches
 * everything except timeouts; nothing matches `States.Runtime`, which always ends the execution.
 */
export function matchesError(errorEquals: readonly string[], error: string): boolean {
  if (error === 'States.Runtime') return false;
  return errorEquals.some((name) => {
    if (name === error) return true;
    if (name === 'States.ALL') return !TERMINAL.has(error);
    if (name === 'States.TaskFailed') return !TERMINAL.has(error) && !TIMEOUTS.has(error);
    return name === 'States.Timeout' && TIMEOUTS.has(error);
  });
}
