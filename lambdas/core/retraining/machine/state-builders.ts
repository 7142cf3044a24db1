import { REJECTED } from '../../ports.ts';
import { DATA_STEP_NAMES, type StepName } from '../contract.ts';

/** The part of the Amazon States Language (with JSONata) that the retraining machine uses. */

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Assign?: { readonly [variable: string]: Json };
  readonly Next: string;
}

export interface State {
  readonly Type: 'Task' | 'Choice' | 'Pass' | 'Wait' | 'Map' | 'Succeed' | 'Fail';
  readonly Comment?: string;
  readonly [field: string]: unknown;
}

export interface StateMachine {
  readonly Comment: string;
  readonly QueryLanguage: 'JSONata';
  readonly StartAt: string;
  readonly States: { readonly [name: string]: State };
}

/** ARNs of the functions that the machine calls. */
export interface Resources {
  /** @default aws */
  readonly partition?: string;
  /** The functions that run the steps of `contract.ts`. */
  readonly controlFunction: string;
  readonly dataFunction: string;
}

const DATA_STEPS: ReadonlySet<string> = new Set(DATA_STEP_NAMES);

/** The function that runs a step. */
export function functionOf(name: StepName, { controlFunction, dataFunction }: Resources): string {
  return DATA_STEPS.has(name) ? dataFunction : controlFunction;
}

/** A JSONata expression as the value of a state's field. */
export function expression(text: string): string {
  return `{% ${text} %}`;
}

/** Retries errors of Lambda itself and functions that died. Every step can be repeated. */
export const RETRY_STEP = [
  {
    ErrorEquals: [
      'Lambda.ServiceException',
      'Lambda.AWSLambdaException',
      'Lambda.SdkClientException',
      'Lambda.ClientExecutionTimeoutException',
      'Lambda.TooManyRequestsException',
      'Lambda.Unknown',
      'Runtime.ExitError',
      'Sandbox.Timedout',
    ],
    IntervalSeconds: 5,
    MaxAttempts: 5,
    BackoffRate: 2,
  },
  // Other errors of the function may be transient, such as throttling by S3 or a broken connection.
  { ErrorEquals: ['LockLostError', 'RetrainingError', REJECTED], MaxAttempts: 0 },
  { ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 10, MaxAttempts: 2, BackoffRate: 3 },
];

/** For steps that notify the on-call: retries for more than a quarter of an hour. */
export const RETRY_LONG = {
  ErrorEquals: ['States.ALL'],
  IntervalSeconds: 5,
  MaxAttempts: 8,
  BackoffRate: 2,
  MaxDelaySeconds: 600,
};

/**
 * Error and cause of a failed state; not every error has a cause. The cause of a failed job is its whole description, thousands of
 * characters with the reason anywhere in it.
 */
export const ERROR = {
  error: expression('$states.errorOutput.Error'),
  cause: expression("$exists($states.errorOutput.Cause) ? $substring($states.errorOutput.Cause, 0, 20000) : ''"),
} as const;

/** Ends the run as `failed`, with the state and the error; the state `End` records it. */
export function catchFailure(at: string): Catcher {
  const outcome = {
    end: 'failed',
    at,
    ...ERROR,
  };
  return { ErrorEquals: ['States.ALL'], Assign: { outcome }, Next: 'End' };
}

interface StepOptions {
  /** The step's input besides its name, the monitor, the id and the execution. */
  readonly payload?: { readonly [key: string]: Json };
  readonly Assign?: { readonly [variable: string]: Json };
  readonly Next?: string;
  readonly Comment: string;
  readonly Catch?: readonly Catcher[];
  readonly Retry?: readonly unknown[];
}

/** A state that runs a step. The step's result is `$states.result.Payload`. */
export function step(name: StepName, resources: Resources, { payload = {}, Next, ...options }: StepOptions): State {
  return {
    Type: 'Task',
    Resource: integration(resources, 'lambda:invoke'),
    Arguments: { FunctionName: functionOf(name, resources), Payload: { ...stepRequest(name), ...payload } },
    Output: expression('$states.result.Payload'),
    Retry: RETRY_STEP,
    ...options,
    ...(Next === undefined ? { End: true } : { Next }),
  };
}

/** The input that every step has. */
export function stepRequest(name: StepName): { readonly [key: string]: string } {
  return {
    step: name,
    monitor: expression('$monitor'),
    id: expression('$id'),
    execution: expression('$states.context.Execution.Name'),
  };
}

/** The ARN of a service integration. */
export function integration({ partition = 'aws' }: Resources, name: string): string {
  return `arn:${partition}:states:::${name}`;
}

/** For short calls to SageMaker. Throttling errors have no reliable name, so every error is retried. */
export const RETRY_CALL = [
  { ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 5, MaxAttempts: 4, BackoffRate: 2, MaxDelaySeconds: 60 },
];

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
      Choices: [{ Condition: expression('$contains($outcome.cause, /already exist/i)'), Next: found }],
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
        outcome: {
          end: 'failed',
          at: name,
          error: 'NameTaken',
          cause: 'something else exists under the name of this retraining, and was not made by it',
        },
      },
      Default: 'End',
    },
  };
}
