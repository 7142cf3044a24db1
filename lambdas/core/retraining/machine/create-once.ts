import { catchFailure, expression, RETRY_CALL, type State } from './state-builders.ts';
import { assignOutcome, outcome } from './variables.ts';

/** How a thing that exists under the name of a retraining is looked at. */
interface Existing {
  /** The call that describes it, and its arguments. */
  readonly Resource: string;
  readonly Arguments: unknown;
  /** Whether it is what would have been made: an expression about `$found`, what the call answers. */
  readonly isOurs: string;
}

/**
 * A call that makes something under a deterministic name. One that was made before, by a call whose answer was lost, is met
 * again. A name can be known beforehand: what exists under it is looked at, and is used only if it is the same thing.
 */
export function createOnce(
  name: string,
  state: Omit<State, 'Type'> & { readonly Next: string },
  { isOurs, ...describe }: Existing,
): Record<string, State> {
  const [exists, found, ours] = [`${name}Exists`, `${name}Found`, `${name}IsOurs`];
  return {
    [name]: {
      Type: 'Task',
      ...state,
      Retry: RETRY_CALL,
      Catch: [{ ...catchFailure(name), Next: exists }],
    },
    [exists]: {
      Type: 'Choice',
      Choices: [{ Condition: expression(`$contains(${outcome.cause}, /already exist/i)`), Next: found }],
      Default: 'End',
    },
    [found]: {
      Type: 'Task',
      ...describe,
      Assign: { found: expression('$states.result') },
      Output: {},
      Retry: RETRY_CALL,
      Catch: [catchFailure(found)],
      Next: ours,
    },
    [ours]: {
      Type: 'Choice',
      Choices: [{ Condition: expression(isOurs), Next: state.Next }],
      Assign: {
        ...assignOutcome({
          end: 'failed',
          at: name,
          error: 'NameTaken',
          cause: 'something else exists under the name of this retraining, and was not made by it',
        }),
      },
      Default: 'End',
    },
  };
}
