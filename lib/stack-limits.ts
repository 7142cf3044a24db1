import type { S3Place } from '../lambdas/adapters/aws/s3-uri.ts';
import type { MonitorDefinition } from './monitor-definition.ts';
import { readAccessSize } from './read-access.ts';

/**
 * The most monitors of a stack, and the most that retrain. CloudFormation allows 500 resources; a monitor has three, or four if it
 * retrains, each role of retrainings one, and the rest of a stack about a hundred. A change of these numbers moves monitors between
 * the nested stacks of deployments.
 */
export const MAX_MONITORS = 80;
const MAX_RETRAINING = 60;

/**
 * The most characters of a role's read permissions. IAM allows 10,240 in inline policies and ten managed policies of 6,144
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, default quotas). The rest is for other permissions and
 * for unfilled space in policies.
 */
const MAX_READ_ACCESS = 50_000;

/** The most bytes of monitors in a template. CloudFormation allows 1,000,000; the rest is for the functions and their roles. */
const MAX_TEMPLATE = 900_000;

/** Bytes of a monitor's resources in a template, mostly its dashboard: measured and rounded up. */
function templateSize({ monitor, capture, labels, baseline }: MonitorDefinition): number {
  const { alerts, drift, name, performance } = monitor;
  const limits = performance.alert.length + performance.retrain.length;
  // A dashboard is JSON in a string in JSON; it contains a feature as a dimension and as a label.
  const features = drift.publish.map((feature) => 150 + 2 * JSON.stringify(JSON.stringify(feature)).length);
  // A location occurs twice in two statements of up to two roles.
  const places = [capture, labels, baseline].map((place) => 8 * (place?.path.length ?? 0));
  const texts = 50 * name.length + 450 * limits + 2 * (alerts.runbook?.length ?? 0);
  return [...features, ...places].reduce((sum, size) => sum + size, 5000 + texts);
}

/** Whether one stack can hold these monitors, with dashboards and with functions that may read all their locations. */
export function fitInStack(definitions: readonly MonitorDefinition[]): boolean {
  const places = (kind: 'capture' | 'labels' | 'baseline') =>
    definitions.map((definition) => definition[kind]).filter((place): place is S3Place => place !== null);
  const retraining = definitions.filter((definition) => definition.retraining !== null).length;
  return (
    definitions.length <= MAX_MONITORS &&
    retraining <= MAX_RETRAINING &&
    definitions.reduce((size, definition) => size + templateSize(definition), 0) <= MAX_TEMPLATE &&
    readAccessSize(places('capture')) + readAccessSize(places('labels')) <= MAX_READ_ACCESS &&
    readAccessSize(places('baseline')) <= MAX_READ_ACCESS
  );
}
