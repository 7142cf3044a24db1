import { retrainingBlock } from '../../decision/limits.ts';
import { deploymentAlarmName, jobName, jobNamePrefix, previousConfigName } from '../../decision/retraining/names.ts';
import { readComparison } from '../../decision/retraining/stored-comparison.ts';
import type { MonitorState } from '../../decision/state.ts';
import type { Deployment, SageMakerRequest, StepRequest } from '../contract.ts';
import { endpointKeyProblem } from '../endpoint-key.ts';
import { maximumPolls as pollsOf } from '../lease.ts';
import { watchedSampling } from '../live-capture.ts';
import { liveVariant, watchedVariant } from '../live-variant.ts';
import { candidateAlarmRequests } from '../requests/candidate-alarms.ts';
import {
  copyConfigRequest,
  endpointConfigRequest,
  restoreEndpointRequest,
  updateEndpointRequest,
} from '../requests/deployment.ts';
import { usualTraffic } from '../traffic.ts';
import { renewLease, type Step, type StepContext } from './context.ts';

type Request = StepRequest<'deploy'>;

/** Builds the requests that deploy the candidate, or that restore the previous model. */
export const deployStep: Step<'deploy'> = async (request, context) => {
  const { monitor, settings, tags } = context;
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
  const variant = liveVariant(live, monitor.capture.uri).VariantName;
  const watched = watchedVariant(monitor.capture);
  if (context.alarmPrefix !== null && variant !== watched) {
    const message = `the endpoint's variant is ${variant}, but the rollback alarm watches ${watched}: capture.uri must end in the variant's name`;
    return { ...refused('failed', message), maximumPolls };
  }
  const keyProblem = endpointKeyProblem(live, settings);
  if (keyProblem !== null) return { ...refused('failed', keyProblem), maximumPolls };
  // A person may have made the configuration that serves: the machine may only go back to those of its own names.
  const previousConfig = serving.startsWith(jobNamePrefix(monitor.name))
    ? serving
    : previousConfigName(monitor.name, id);
  const { requests, names } = deploymentAlarms(request, { variant, endpointConfig }, context);
  const alarms = [...names, ...settings.deploy.alarms];
  return {
    permitted: true,
    end: 'failed',
    message: '',
    config: endpointConfigRequest(live, { name: endpointConfig, model, variant, tags }),
    copy: previousConfig === serving ? null : copyConfigRequest(live, { name: previousConfig, tags }),
    alarms: requests,
    update: updateEndpointRequest(settings, { live, endpointConfig, alarms }),
    endpointConfig,
    undo: restoreEndpointRequest(live, previousConfig),
    previousConfig,
    sampling: watchedSampling(live, variant, monitor.capture),
    maximumPolls,
  };
};

/** Driftwarden's alarms that roll the deployment back, and the requests that make those of them that do not exist yet. */
function deploymentAlarms(
  { live, traffic }: Request,
  deployed: { readonly variant: string; readonly endpointConfig: string },
  { alarmPrefix: prefix, monitor: { name: monitor }, settings, tags }: StepContext,
): { requests: SageMakerRequest[]; names: string[] } {
  if (prefix === null) return { requests: [], names: [] };
  const endpoint = String(live.endpoint.EndpointName);
  const usual = usualTraffic(traffic);
  const requests = candidateAlarmRequests(settings, { prefix, monitor, endpoint, usual, tags, ...deployed });
  const onEndpoint = deploymentAlarmName(prefix, monitor, 'failed-requests');
  return { requests, names: [onEndpoint, ...requests.map(({ AlarmName }) => String(AlarmName))] };
}

function restoring({ model }: MonitorState, live: Request['live'], maximumPolls: number): Deployment {
  if (model?.previous == null) {
    return { ...refused('failed', 'there is no previous model'), maximumPolls };
  }
  const { endpointConfig } = model.previous;
  return {
    permitted: true,
    end: 'failed',
    message: '',
    config: null,
    copy: null,
    alarms: [],
    update: restoreEndpointRequest(live, endpointConfig),
    endpointConfig,
    ...NOT_UNDONE,
    maximumPolls,
  };
}

/** A rollback and a deployment that is not permitted are not undone. */
const NOT_UNDONE = { undo: {}, previousConfig: '', sampling: null } as const;

function refused(end: Deployment['end'], message: string): Omit<Deployment, 'maximumPolls'> {
  return {
    permitted: false,
    end,
    message,
    config: null,
    copy: null,
    alarms: [],
    update: {},
    endpointConfig: '',
    ...NOT_UNDONE,
  };
}
