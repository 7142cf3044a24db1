import type { RetrainingSettings } from '../../monitor/monitor.ts';
import type { LiveEndpoint, SageMakerRequest } from '../contract.ts';
import { longestDeployment } from '../lease.ts';
import { liveVariants } from '../live-variant.ts';

/** Fields that are copied from DescribeEndpointConfig to CreateEndpointConfig: all but names, times and variants. */
const CARRIED_OVER = [
  'DataCaptureConfig',
  'KmsKeyId',
  'AsyncInferenceConfig',
  'ExplainerConfig',
  'ExecutionRoleArn',
  'VpcConfig',
  'EnableNetworkIsolation',
  'MetricsConfig',
] as const;

/**
 * CreateEndpointConfig: the live configuration, with the candidate in one variant. It keeps all other settings, including the data
 * capture, without which nothing would monitor the new model.
 *
 * @param variant Name of the variant that gets the candidate. The name stays, because a canary requires that.
 */
export function endpointConfigRequest(
  live: LiveEndpoint,
  { name, model, variant }: { readonly name: string; readonly model: string; readonly variant: string },
): SageMakerRequest {
  const variants = liveVariants(live);
  const ProductionVariants = variants.map((each) =>
    each.VariantName === variant ? { ...each, ModelName: model } : each,
  );
  return { ...copyConfigRequest(live, name), ProductionVariants };
}

/** CreateEndpointConfig: the live configuration under another name. */
export function copyConfigRequest(live: LiveEndpoint, name: string): SageMakerRequest {
  const { config } = live;
  const carried = CARRIED_OVER.filter((field) => config[field] !== undefined && config[field] !== null);
  return {
    EndpointConfigName: name,
    ProductionVariants: liveVariants(live),
    ...Object.fromEntries(carried.map((field) => [field, config[field]])),
    ...(hasEntries(config.ShadowProductionVariants) && { ShadowProductionVariants: config.ShadowProductionVariants }),
  };
}

function hasEntries(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

/**
 * UpdateEndpoint with canary or linear traffic and the alarms that roll it back. Serverless variants support neither and change
 * at once.
 *
 * @param alarms Names of the alarms; without any, there is no automatic rollback.
 */
export function updateEndpointRequest(
  { deploy }: Pick<RetrainingSettings, 'deploy'>,
  { live, endpointConfig, alarms }: { live: LiveEndpoint; endpointConfig: string; alarms: readonly string[] },
): SageMakerRequest {
  const request = restoreEndpointRequest(live, endpointConfig);
  if (isServerless(live)) return request;
  return {
    ...request,
    DeploymentConfig: {
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: routing(deploy),
        MaximumExecutionTimeoutInSeconds: Math.ceil(longestDeployment({ deploy }) / 1000),
      },
      ...(alarms.length > 0 && {
        AutoRollbackConfiguration: { Alarms: alarms.map((AlarmName) => ({ AlarmName })) },
      }),
    },
  };
}

/**
 * UpdateEndpoint back to a previous configuration, at once. The endpoint keeps its present number of instances, because the
 * configuration only has the initial number.
 */
export function restoreEndpointRequest(live: LiveEndpoint, endpointConfig: string): SageMakerRequest {
  const { EndpointName } = live.endpoint;
  return { EndpointName, EndpointConfigName: endpointConfig, RetainAllVariantProperties: true };
}

function isServerless(live: LiveEndpoint): boolean {
  return liveVariants(live).some((variant) => variant.ServerlessConfig !== undefined);
}

function routing({ strategy, percent, bake }: RetrainingSettings['deploy']): SageMakerRequest {
  const WaitIntervalInSeconds = Math.round(bake / 1000);
  const size = { Type: 'CAPACITY_PERCENT', Value: percent };
  switch (strategy) {
    case 'canary':
      return { Type: 'CANARY', CanarySize: size, WaitIntervalInSeconds };
    case 'linear':
      return { Type: 'LINEAR', LinearStepSize: size, WaitIntervalInSeconds };
    case 'all-at-once':
      return { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds };
  }
}
