import type { MonitorDefinition, S3Place } from './monitor-definition.ts';
import { readAccessSize } from './read-access.ts';

/** Monitors of one stack: CloudFormation takes 500 resources, of which a monitor is five. */
export const MAX_MONITORS = 80;

/**
 * What a role may be told to read, characters: IAM takes 10,240 inside a role and ten policies of 6,144 beside it
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, without asking for more). What is left is
 * for the rest of a role, and for what does not fill its policy.
 */
const MAX_READ_ACCESS = 55_000;

/** Whether one stack can hold these monitors with functions whose roles name each of their places. */
export function fitInStack(definitions: readonly MonitorDefinition[]): boolean {
  const places = (kind: 'capture' | 'labels' | 'baseline') =>
    definitions.map((definition) => definition[kind]).filter((place): place is S3Place => place !== null);
  return (
    definitions.length <= MAX_MONITORS &&
    readAccessSize(places('capture')) + readAccessSize(places('labels')) <= MAX_READ_ACCESS &&
    readAccessSize(places('baseline')) <= MAX_READ_ACCESS
  );
}
