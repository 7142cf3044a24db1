import type { RetrainingSettings } from '../../monitor/monitor.ts';
import type { LiveEndpoint, SageMakerRequest } from '../contract.ts';
import { longestDeployment } from '../lease.ts';
import { liveVariants } from '../live-variant.ts';
import { type Tag, tagged } from './tags.ts';

/**
 * Fields of DescribeEndpointConfig that are not copied to CreateEndpointConfig: names, times, and the variants, which are copied one by
 * one. All others are, also those that SageMaker adds one day: a setting that is refused is better than one that is lost silently.
 */
const NOT_CARRIED_OVER: ReadonlySet<string> = new Set([
  'EndpointConfigName',
  'EndpointConfigArn',
  'CreationTime',
  'ProductionVariants',
  'ShadowProductionVariants',
  // Of the SDK's answers.
  '$metadata',
  'ResponseMetadata',
]);

/** What a new endpoint configuration does not have from the live one. */
interface NewConfig {
  readonly name: string;
  readonly tags: readonly Tag[];
}

/**
 * CreateEndpointConfig: the live configuration, with the candidate in one variant. It keeps all other settings, including the data
 * capture, without which nothing would monitor the new model. Tags are no settings: the answers of SageMaker do not have them.
 *
 * @param variant Name of the variant that gets the candidate. The name stays, because a canary requires that.
 */
export function endpointConfigRequest(
  live: LiveEndpoint,
  { model, variant, ...created }: NewConfig & { readonly model: string; readonly variant: string },
): SageMakerRequest {
  const variants = liveVariants(live);
  const ProductionVariants = variants.map((each) =>
    each.VariantName === variant ? { ...each, ModelName: model } : each,
  );
  return { ...copyConfigRequest(live, created), ProductionVariants };
}

/** CreateEndpointConfig: the live configuration under another name, with tags of its own. */
export function copyConfigRequest(live: LiveEndpoint, { name, tags }: NewConfig): SageMakerRequest {
  const { config } = live;
  const carried = Object.entries(config).filter(
    ([field, value]) => !NOT_CARRIED_OVER.has(field) && value !== undefined && value !== null,
  );
  return {
    EndpointConfigName: name,
    ProductionVariants: liveVariants(live),
    ...Object.fromEntries(carried),
    ...(hasEntries(config.ShadowProductionVariants) && { ShadowProductionVariants: config.ShadowProductionVariants }),
    ...tagged(tags),
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
