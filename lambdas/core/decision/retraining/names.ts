import { hash } from 'node:crypto';

/** What everything that a retraining makes in an account is called by; roles are limited to it. */
export const NAME_PREFIX = 'driftwarden-';

/** Longest names of training jobs and models, with room for the number of a repeated attempt. */
const MAX_JOB_NAME = 61;
/** Longest name of an execution. */
const MAX_EXECUTION_NAME = 80;
const HASH_LENGTH = 8;

/**
 * Name of the jobs, the model, the endpoint configuration: the same for every attempt at one retraining, so that a repeated
 * step meets what it made before instead of making it twice.
 */
export function jobName(monitor: string, retraining: string): string {
  return uniqueName(`${monitor}-${retraining}`, MAX_JOB_NAME);
}

/** Name of the group of model packages of a monitor. */
export function packageGroupName(monitor: string): string {
  return uniqueName(monitor, MAX_JOB_NAME);
}

/** Name of an execution of the machine: Step Functions refuses a second one of the same name. */
export function executionName(monitor: string, retraining: string, attempt: number): string {
  return uniqueName(
    // Not the number alone: `retraining-2001-02-05-2` is the second retraining that begins with that window.
    attempt === 1 ? `${monitor}-${retraining}` : `${monitor}-${retraining}-attempt-${attempt}`,
    MAX_EXECUTION_NAME,
  );
}

/**
 * Letters, digits and single hyphens, as SageMaker and Step Functions take them. What had to be replaced or cut makes room for
 * a hash of the whole, so that two names never become one.
 */
function uniqueName(text: string, longest: number): string {
  const plain = text.replaceAll(/[^a-zA-Z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
  const name = `${NAME_PREFIX}${plain}`;
  if (plain === text && name.length <= longest) return name;
  const digest = hash('sha256', text).slice(0, HASH_LENGTH);
  const kept = name.slice(0, longest - HASH_LENGTH - 1).replace(/-$/, '');
  return `${kept}-${digest}`;
}
