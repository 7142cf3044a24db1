import { REJECTED } from '../../ports.ts';
import { expression, integration, type State } from '../../states-language.ts';
import type { StepName, StepRequest } from '../contract.ts';
import { DATA_STEP_NAMES } from '../step-requests.ts';
import { assignOutcome } from './variables.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Assign?: { readonly [variable: string]: Json };
  readonly Next: string;
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
function functionOf(name: StepName, { controlFunction, dataFunction }: Resources): string {
  return DATA_STEPS.has(name) ? dataFunction : controlFunction;
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
  return { ErrorEquals: ['States.ALL'], Assign: assignOutcome({ end: 'failed', at, ...ERROR }), Next: 'End' };
}

interface TaskOptions {
  readonly Assign?: { readonly [variable: string]: Json };
  readonly Next?: string;
  readonly Comment: string;
  readonly Catch?: readonly Catcher[];
  readonly Retry?: readonly unknown[];
}

/** What a step gets besides its name, the monitor, the id and the execution: all of it, by the contract. */
type Payload<N extends StepName> = {
  readonly [Field in Exclude<keyof StepRequest<N>, keyof ReturnType<typeof stepRequest>>]: Json;
};

/** Calls the function of a step. Its answer is `$states.result.Payload`. */
export function step<N extends StepName>(
  name: N,
  resources: Resources,
  { payload, ...options }: TaskOptions & { readonly payload: Payload<N> },
): State {
  return stepTask(name, resources, { ...stepRequest(name), ...payload }, options);
}

/** The same with a payload that is put together elsewhere. */
export function stepTask(
  name: StepName,
  resources: Resources,
  Payload: Json,
  { Next, ...options }: TaskOptions,
): State {
  return {
    Type: 'Task',
    Resource: integration(resources, 'lambda:invoke'),
    Arguments: { FunctionName: functionOf(name, resources), Payload },
    Output: expression('$states.result.Payload'),
    Retry: RETRY_STEP,
    ...options,
    ...(Next === undefined ? { End: true } : { Next }),
  };
}

/** The input that every step has. */
export function stepRequest(name: StepName): Readonly<Record<keyof StepRequest & string, string>> {
  return {
    step: name,
    monitor: expression('$monitor'),
    id: expression('$id'),
    execution: expression('$states.context.Execution.Name'),
  };
}

/** For short calls to SageMaker. Throttling errors have no reliable name, so every error is retried. */
export const RETRY_CALL = [
  { ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 5, MaxAttempts: 4, BackoffRate: 2, MaxDelaySeconds: 60 },
];
