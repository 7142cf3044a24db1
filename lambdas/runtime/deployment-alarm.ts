/**
 * Name of the alarm that rolls a monitor's deployments back. CloudFormation does not generate it, because the deploying function
 * must know the names of up to eighty monitors.
 *
 * @param prefix Unique to this deployment of Driftwarden.
 */
export function deploymentAlarmName(prefix: string, monitor: string): string {
  return `${prefix}-${monitor}-failed-requests`;
}
