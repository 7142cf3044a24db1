/** A definition is not one that this interpreter runs exactly as Step Functions would: refused before anything starts. */
export class DefinitionError extends Error {
  override readonly name = 'DefinitionError';
  /** Where in the definition, such as `States.Train.Retry[0]`. */
  readonly path: string;

  constructor(path: string, problem: string) {
    super(`${path}: ${problem}`);
    this.path = path;
  }
}

/** An error of the States language: what Retry and Catch see, and what an execution ends with. */
export class StatesError extends Error {
  override readonly name = 'StatesError';
  /** Error Name, such as `States.Timeout` or the type of a function's error. */
  readonly error: string;
  /** Left out of `$states.errorOutput` when there is none, as in Step Functions. */
  readonly reason: string | undefined;

  constructor(error: string, reason?: string) {
    super(reason === undefined ? error : `${error}: ${reason}`);
    this.error = error;
    this.reason = reason;
  }

  /** As `$states.errorOutput`. */
  get output(): { readonly Error: string; readonly Cause?: string } {
    return { Error: this.error, ...(this.reason === undefined ? {} : { Cause: this.reason }) };
  }
}

/** Errors that `States.ALL` and `States.TaskFailed` leave alone (Step Functions guide, Error names). */
const TERMINAL = new Set(['States.DataLimitExceeded', 'States.Runtime']);

const TIMEOUTS = new Set(['States.Timeout', 'States.HeartbeatTimeout']);

/**
 * Whether a retrier or catcher is for an error. `States.Timeout` stands for a missing heartbeat too; `States.TaskFailed` for
 * everything but a timeout; nothing for `States.Runtime`, which always ends the execution.
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
