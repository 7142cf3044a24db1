import { retrainingBlock } from '../../decision/limits.ts';
import { jobName } from '../../decision/retraining/names.ts';
import { readComparison } from '../../decision/retraining/stored-comparison.ts';
import type { MonitorState } from '../../decision/state.ts';
import type { Deployment } from '../contract.ts';
import { maximumPolls as pollsOf } from '../lease.ts';
import { liveVariant, watchedVariant } from '../live-variant.ts';
import { endpointConfigRequest, restoreEndpointRequest, updateEndpointRequest } from '../requests/deployment.ts';
import { renewLease, type Step } from './context.ts';

/** Builds the requests that deploy the candidate, or that restore the previous model. */
export const deployStep: Step<'deploy'> = async (request, context) => {
  const { monitor, settings } = context;
  const { id, live, model, action } = request;
  const state = await renewLease(request, context);
  const maximumPolls = pollsOf(settings);
  if (action === 'rollback') return restoring(state, live, maximumPolls);
  const { judgedAgainst: judged } = await readComparison(context.results, monitor.name, id);
  const serving = String(live.endpoint.EndpointConfigName);
  const endpointConfig = jobName(monitor.name, id);
  if (serving !== judged) {
    const message = `the endpoint serves ${serving}, which was deployed after the candidate was judged against ${judged}`;
    return { ...refused('superseded', message), maximumPolls };
  }
  const run = state.retrainings.find((other) => other.id === id);
  const block = retrainingBlock(state, run?.since ?? '');
  if (block !== null) return { ...refused('failed', `not deployed: ${block}`), maximumPolls };
  const variant = liveVariant(live, monitor.capture.uri);
  const watched = watchedVariant(monitor.capture);
  if (context.deploymentAlarms.length > 0 && variant.VariantName !== watched) {
    const message = `the endpoint's variant is ${variant.VariantName}, but the rollback alarm watches ${watched}: capture.uri must end in the variant's name`;
    return { ...refused('failed', message), maximumPolls };
  }
  const alarms = [...context.deploymentAlarms, ...settings.deploy.alarms];
  return {
    permitted: true,
    end: 'failed',
    message: '',
    config: endpointConfigRequest(live, { name: endpointConfig, model, variant: variant.VariantName }),
    update: updateEndpointRequest(settings, { live, endpointConfig, alarms }),
    endpointConfig,
    maximumPolls,
  };
};

function restoring(
  { model }: MonitorState,
  live: Parameters<typeof restoreEndpointRequest>[0],
  maximumPolls: number,
): Deployment {
  if (model?.previous == null) {
    return { ...refused('failed', 'there is no previous model'), maximumPolls };
  }
  const { endpointConfig } = model.previous;
  return {
    permitted: true,
    end: 'failed',
    message: '',
    config: null,
    update: restoreEndpointRequest(live, endpointConfig),
    endpointConfig,
    maximumPolls,
  };
}

function refused(end: Deployment['end'], message: string): Omit<Deployment, 'maximumPolls'> {
  return { permitted: false, end, message, config: null, update: {}, endpointConfig: '' };
}
