/**
 * The constructs that deploy monitors to an AWS account, for your own CDK app: {@link ModelMonitor} for one model, {@link MonitoringStack}
 * for all. They need `aws-cdk-lib` and `constructs`, which the app installs.
 */

export type { MonitorProps } from '../lambdas/core/monitor/parse-value.ts';
export { MonitorFileError, type MonitorFileProblem } from '../lambdas/core/monitor/problems.ts';
export type { MonitorFile } from '../lambdas/core/monitor/schema/monitor-file.ts';
export { AlertTargetError } from '../lib/alert-target-checks.ts';
export type { FunctionNetwork, FunctionSettings } from '../lib/function-settings.ts';
export {
  ModelMonitor,
  type ModelMonitorProps,
  UnknownToPlatformError,
  UnpublishedFeatureError,
} from '../lib/model-monitor.ts';
export {
  type AlarmThreshold,
  type AlarmThresholds,
  type MonitorAlarms,
  type PerformanceBound,
  UnpublishedMetricError,
} from '../lib/monitor-alarms.ts';
export { MonitorDefinition, UndeployableMonitorError } from '../lib/monitor-definition.ts';
export { MonitoringPlatform, type MonitoringPlatformProps } from '../lib/monitoring-platform.ts';
export { AmbiguousPlatformError, MonitoringStack, type MonitoringStackProps } from '../lib/monitoring-stack.ts';
export { SharedResources, type SharedResourcesProps } from '../lib/shared-resources.ts';
export type { AlertTargets, SharedSettings } from '../lib/shared-settings.ts';
export { ReadingSettingsError } from '../lib/window-reading.ts';
