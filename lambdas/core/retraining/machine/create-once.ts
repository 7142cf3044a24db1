import { expression, type State } from '../../states-language.ts';
import { catchFailure, RETRY_CALL } from './state-builders.ts';
import { assignOutcome, outcome } from './variables.ts';

/** How to read what already exists under a name. */
interface Existing {
  /** The call that describes it, with its arguments. */
  readonly Resource: string;
  readonly Arguments: unknown;
  /** Whether it is the same thing that would be created: an expression about `$found`, the call's result. */
  readonly isOurs: string;
}

/**
 * A call that creates something under a deterministic name. An earlier call whose response was lost may have created it already.
 * Others can guess the name, so what exists under it is used only if it is the same thing.
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
