import type { RetrainingSettings } from '../../monitor/monitor.ts';
import type { LiveEndpoint, SageMakerRequest } from '../contract.ts';
import { longestDeployment } from '../lease.ts';

/** What DescribeEndpointConfig answers and CreateEndpointConfig takes: everything but names, times and the variants. */
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
 * CreateEndpointConfig: the configuration that serves now, with the candidate in one variant. The data capture comes along,
 * or the model would go unwatched from then on; so does everything else that somebody has set.
 *
 * @param variant Name of the variant that gets the candidate; it keeps its name, without which there is no canary.
 */
export function endpointConfigRequest(
  { config }: LiveEndpoint,
  { name, model, variant }: { readonly name: string; readonly model: string; readonly variant: string },
): SageMakerRequest {
  const variants = (config.ProductionVariants ?? []) as readonly SageMakerRequest[];
  const carried = CARRIED_OVER.filter((field) => config[field] !== undefined && config[field] !== null);
  return {
    EndpointConfigName: name,
    ProductionVariants: variants.map((each) => (each.VariantName === variant ? { ...each, ModelName: model } : each)),
    ...Object.fromEntries(carried.map((field) => [field, config[field]])),
    ...(hasEntries(config.ShadowProductionVariants) && { ShadowProductionVariants: config.ShadowProductionVariants }),
  };
}

function hasEntries(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

/**
 * UpdateEndpoint with canary or linear traffic and the alarms that roll it back. Serverless variants know no such thing and
 * change at once.
 *
 * @param alarms Names of the alarms; without any, nothing rolls back by itself.
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
 * UpdateEndpoint back to a configuration that has served before: at once, because what serves now is not wanted. As many
 * instances as serve now go on serving: the configuration knows only with how many the endpoint began.
 */
export function restoreEndpointRequest(live: LiveEndpoint, endpointConfig: string): SageMakerRequest {
  const { EndpointName } = live.endpoint;
  return { EndpointName, EndpointConfigName: endpointConfig, RetainAllVariantProperties: true };
}

function isServerless({ config }: LiveEndpoint): boolean {
  const variants = (config.ProductionVariants ?? []) as readonly SageMakerRequest[];
  return variants.some((variant) => variant.ServerlessConfig !== undefined);
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
