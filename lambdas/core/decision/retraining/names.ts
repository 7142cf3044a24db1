import { hash } from 'node:crypto';

/** Prefix of every name that a retraining creates in an account; IAM roles are limited to it. */
export const NAME_PREFIX = 'driftwarden-';

/** The longest name of a training job or model, leaving room for the number of an attempt. */
const MAX_JOB_NAME = 61;
/** The longest name of an execution. */
const MAX_EXECUTION_NAME = 80;
const HASH_LENGTH = 8;

/**
 * Name of a retraining's jobs, model and endpoint configuration. It is the same for every attempt, so that a repeated step
 * finds what it created before instead of creating it twice.
 */
export function jobName(monitor: string, retraining: string): string {
  return uniqueName(`${monitor}-${retraining}`, MAX_JOB_NAME);
}

/** Name of the copy of the endpoint configuration that served before a retraining: a rollback goes to nothing that has another name. */
export function previousConfigName(monitor: string, retraining: string): string {
  return jobName(monitor, `${retraining}-previous`);
}

/**
 * What every name of {@link jobName} of a monitor begins with, for limits of IAM. Where it had to be cut, other monitors' names may
 * begin with it too.
 */
export function jobNamePrefix(monitor: string): string {
  return `${NAME_PREFIX}${plainText(`${monitor}-`)}-`.slice(0, MAX_JOB_NAME - HASH_LENGTH - 1);
}

/** Name of a monitor's model package group. */
export function packageGroupName(monitor: string): string {
  return uniqueName(monitor, MAX_JOB_NAME);
}

/** Name of an execution of the machine. Step Functions rejects a second execution with the same name. */
export function executionName(monitor: string, retraining: string, attempt: number): string {
  return uniqueName(
    // The number alone would be ambiguous: `retraining-2001-02-05-2` is the second retraining that begins with that window.
    attempt === 1 ? `${monitor}-${retraining}` : `${monitor}-${retraining}-attempt-${attempt}`,
    MAX_EXECUTION_NAME,
  );
}

/** What an alarm that rolls deployments back watches: the endpoint, or the candidate's requests alone. */
type DeploymentAlarm = 'failed-requests' | 'failed-requests-of-candidate' | 'latency-of-candidate';

/**
 * Name of an alarm that rolls a monitor's deployments back. CloudFormation does not generate it, because the deploying function
 * must know the names of up to eighty monitors.
 *
 * @param prefix Unique to this deployment of Driftwarden.
 */
export function deploymentAlarmName(prefix: string, monitor: string, alarm: DeploymentAlarm): string {
  return `${prefix}-${monitor}-${alarm}`;
}

/**
 * A name of letters, digits and single hyphens, as SageMaker and Step Functions accept. Where characters were replaced or cut, a
 * hash of the whole text is appended, so that two texts never share a name.
 */
function uniqueName(text: string, longest: number): string {
  const plain = plainText(text);
  const name = `${NAME_PREFIX}${plain}`;
  if (plain === text && name.length <= longest) return name;
  const digest = hash('sha256', text).slice(0, HASH_LENGTH);
  const kept = name.slice(0, longest - HASH_LENGTH - 1).replace(/-$/, '');
  return `${kept}-${digest}`;
}

function plainText(text: string): string {
  return text.replaceAll(/[^a-zA-Z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
}
