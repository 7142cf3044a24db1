import type { MonitorDefinition, S3Place } from './monitor-definition.ts';
import { readAccessSize } from './read-access.ts';

/** Monitors of one stack: CloudFormation takes 500 resources, of which a monitor is five, and six where it retrains. */
export const MAX_MONITORS = 80;
const MAX_MONITOR_RESOURCES = 400;
/** What the functions and the machine of retrainings are, with the policies that their roles are spread over. */
const RETRAINING_RESOURCES = 40;

/**
 * What a role may be told to read, characters: IAM takes 10,240 inside a role and ten policies of 6,144 beside it
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, without asking for more). What is left is
 * for the rest of a role, and for what does not fill its policy.
 */
const MAX_READ_ACCESS = 55_000;

/** CloudFormation takes a template of 1,000,000 bytes; what is left is for the functions and their roles. */
const MAX_TEMPLATE = 900_000;

/** Bytes that a monitor's resources take in a template, most of them its dashboard: measured, and rounded up. */
function templateSize({ monitor, capture, labels, baseline }: MonitorDefinition): number {
  const { alerts, drift, name, performance } = monitor;
  const limits = performance.alert.length + performance.retrain.length;
  // A dashboard is JSON in a text in JSON; a feature stands in it as a dimension and as a label.
  const features = drift.publish.map((feature) => 150 + 2 * JSON.stringify(JSON.stringify(feature)).length);
  // A place stands twice in two statements of up to two roles.
  const places = [capture, labels, baseline].map((place) => 8 * (place?.path.length ?? 0));
  const texts = 50 * name.length + 450 * limits + 2 * (alerts.runbook?.length ?? 0);
  return [...features, ...places].reduce((sum, size) => sum + size, 5000 + texts);
}

/** Whether one stack can hold these monitors with functions whose roles name each of their places, and with dashboards. */
export function fitInStack(definitions: readonly MonitorDefinition[]): boolean {
  const places = (kind: 'capture' | 'labels' | 'baseline') =>
    definitions.map((definition) => definition[kind]).filter((place): place is S3Place => place !== null);
  const retraining = definitions.filter((definition) => definition.retraining !== null).length;
  const resources = 5 * definitions.length + retraining + (retraining > 0 ? RETRAINING_RESOURCES : 0);
  return (
    definitions.length <= MAX_MONITORS &&
    resources <= MAX_MONITOR_RESOURCES &&
    definitions.reduce((size, definition) => size + templateSize(definition), 0) <= MAX_TEMPLATE &&
    readAccessSize(places('capture')) + readAccessSize(places('labels')) <= MAX_READ_ACCESS &&
    readAccessSize(places('baseline')) <= MAX_READ_ACCESS
  );
}
