import type { Outcome, WorkflowEvent } from '../../../../lambdas/states-language/events.ts';
import { AwsError } from '../../aws-error.ts';
import type { Machine } from './machine.ts';

/** One run of a state machine. */
export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly machine: Machine;
  /** As it came. */
  readonly inputText: string;
  readonly input: unknown;
  /** UTC milliseconds. */
  readonly startDate: number;
  readonly stopDate: number | undefined;
  readonly status: 'RUNNING' | Outcome['status'];
  /** Of an execution that succeeded. */
  readonly output: unknown;
  /** Of one that did not. */
  readonly error: string | undefined;
  readonly cause: string | undefined;
  /** What happened, in order. */
  readonly events: readonly WorkflowEvent[];
}

const MAX_NAME = 80;
const MAX_INPUT_BYTES = 262_144;

/** White space, brackets, wildcards, special and control characters (API reference, StartExecution). */
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}\p{Cs}\ufffe\uffff]/u;

/** @throws AwsError InvalidName */
export function checkExecutionName(name: string): void {
  if (name.length === 0 || name.length > MAX_NAME || FORBIDDEN.test(name))
    throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
}

/** @throws AwsError InvalidExecutionInput */
export function parseInput(text: string): unknown {
  if (Buffer.byteLength(text) > MAX_INPUT_BYTES)
    throw new AwsError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: more than ${MAX_INPUT_BYTES} bytes`,
    );
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${(error as Error).message}'`);
  }
}
