/**
 * Name of the alarm that rolls a monitor's deployments back. It is made up here and not by CloudFormation, because the function
 * that deploys has to know it, and has eighty monitors.
 *
 * @param prefix Unique to the deployment of Driftwarden.
 */
export function deploymentAlarmName(prefix: string, monitor: string): string {
  return `${prefix}-${monitor}-failed-requests`;
}
