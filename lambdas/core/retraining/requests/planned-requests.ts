import { RetrainingKeys } from '../../decision/retraining/keys.ts';
import { jobName } from '../../decision/retraining/names.ts';
import type { Monitor, RetrainingSettings } from '../../monitor/monitor.ts';
import type { LiveEndpoint, SageMakerRequest } from '../contract.ts';
import { watchedVariant } from '../live-variant.ts';
import { endpointConfigRequest, updateEndpointRequest } from './deployment.ts';
import { modelRequest } from './model.ts';
import { modelPackageRequest, packageGroupRequest } from './registration.ts';
import { type Retraining, trainingJobRequest } from './training-job.ts';
import { transformJobRequest } from './transform-job.ts';

/** Stands for values that only the endpoint has, which a dry run does not read. */
const LIVE = { model: 'LIVE-MODEL', config: 'LIVE-CONFIGURATION', instanceType: 'ml.m5.large' } as const;

export type PlannedRequest = { readonly operation: string; readonly request: SageMakerRequest };

/**
 * The requests that a retraining sends to SageMaker, in their order, with {@link LIVE} in place of what the endpoint tells. Empty on a
 * laptop, where commands do the work.
 *
 * @param place The id, and where its data is.
 */
export function plannedRequests(
  monitor: Monitor,
  settings: RetrainingSettings,
  { reason, ...place }: Pick<Retraining, 'id' | 'resultsUri' | 'outputKey' | 'tags'> & { readonly reason: string },
): PlannedRequest[] {
  if (settings.trainingJob === undefined || settings.endpoint === undefined) return [];
  const { id, resultsUri, tags } = place;
  const keys = new RetrainingKeys(monitor.name, id);
  const retraining = { ...place, monitor, settings, keys };
  const name = jobName(monitor.name, id);
  const variant = watchedVariant(monitor.capture);
  const live: LiveEndpoint = {
    endpoint: { EndpointName: settings.endpoint, EndpointConfigName: LIVE.config },
    config: {
      ProductionVariants: [
        {
          VariantName: variant,
          ModelName: LIVE.model,
          InstanceType: LIVE.instanceType,
          InitialInstanceCount: 1,
          InitialVariantWeight: 1,
        },
      ],
    },
  };
  const registered = {
    id,
    reason,
    artifacts: `${resultsUri}${keys.model}model.tar.gz`,
    comparison: resultsUri + keys.comparison,
    baseline: `${resultsUri}${monitor.name}/baselines/${id}/baseline.json`,
  };
  return [
    { operation: 'CreateTrainingJob', request: trainingJobRequest(retraining) },
    { operation: 'CreateModel', request: modelRequest(retraining) },
    { operation: 'CreateTransformJob', request: transformJobRequest(retraining, 'candidate', name) },
    { operation: 'CreateTransformJob', request: transformJobRequest(retraining, 'live', LIVE.model) },
    { operation: 'CreateModelPackageGroup', request: packageGroupRequest(monitor, tags) },
    { operation: 'CreateModelPackage', request: modelPackageRequest(monitor, settings, registered) },
    { operation: 'CreateEndpointConfig', request: endpointConfigRequest(live, { name, model: name, variant, tags }) },
    {
      operation: 'UpdateEndpoint',
      request: updateEndpointRequest(settings, { live, endpointConfig: name, alarms: settings.deploy.alarms }),
    },
  ];
}
